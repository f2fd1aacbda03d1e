/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents quote only what the code has. */
@Tag("any-jdk")
class DocumentsTest {

    private static final SourceTree SMALL = SourceTree.of(Map.of(
            "agentlens",
            "case $command in\n    up)\n        --port) ;;\n    tail | verify)\n",
            "cli/src/main/java/VerifyCommand.java",
            "@Option(names = \"--json\") class VerifyCommand { }",
            "ingest-api/pom.xml",
            "",
            "ingest-api/src/main/java/EventsController.java",
            """
            import org.apache.kafka.clients.producer.KafkaProducer;
            /** Once there was AGENTLENS_OLD. */
            class EventsController {
                private record Order() {}
                void accept() {
                    counter("agentlens.ingest.events");
                    log.warn("Kafka did not acknowledge {} events of {}; send them again", count, batch);
                }
            }
            """,
            "ingest-api/src/test/java/EventsIT.java",
            "class EventsIT { void batchIsAccepted() {} }",
            "docker-compose.yml",
            "environment: {AGENTLENS_API_KEY: '', AGENTLENS_KAFKA_BOOTSTRAP: 'kafka:9092'}",
            "docs/operations.md",
            "# Operations\n\n## Dead letters, and more\n",
            "docs/configuration.md",
            """
            <!-- Made from the code by a test: -->
            | `AGENTLENS_INGEST_MAX_EVENTS` | `agentlens.ingest.max-events` |
            <!-- End of what is made from the code. -->
            """));

    @Test
    void documentsQuoteOnlyWhatTheCodeHas() {
        SourceTree sources = SourceTree.read(Path.of(".."));
        List<DocumentText> documents = sources.documents();
        assertThat(documents).hasSizeGreaterThan(40);

        assertThat(documents)
                .flatMap(document -> new DocumentCheck(sources).faults(document).toList())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '"',
            value = {
                "`EventsControler` => no class EventsControler",
                "`EventsController.reject` => no class EventsController.reject",
                "`EventsIT.batchIsRefused` => no class EventsIT.batchIsRefused",
                "`./mvnw verify -Dit.test=OtherIT` => no test -Dit.test=OtherIT",
                "`./mvnw -pl common -am verify` => no module ./mvnw -pl common",
                "`AGENTLENS_OLD` => no setting AGENTLENS_OLD",
                "`AGENTLENS_INGEST_MAX_EVENT=1` => no setting AGENTLENS_INGEST_MAX_EVENT",
                "`agentlens.ingest.max-event` => no property or topic agentlens.ingest.max-event",
                "`agentlens_ingest_batches_total{outcome}` => no metric or schema"
                        + " agentlens_ingest_batches_total{outcome}",
                "`./agentlens down` => no command ./agentlens down",
                "`./agentlens verify --xml` => no command ./agentlens verify --xml",
                "`--xml` => no option --xml",
                "`ingest-api/src/main/java/Gone.java` => no path ingest-api/src/main/java/Gone.java",
                "`gone.yml` => no path gone.yml",
                "[gone](gone.md) => no link target gone.md",
                "[section](operations.md#dead-letters) => no link target operations.md#dead-letters",
                "`Kafka did not confirm 7 events` => no code writes: Kafka did not confirm 7 events"
            })
    void quoteOfWhatTheCodeDoesNotHaveIsAFault(String text, String fault) {
        assertThat(faults("docs/runbook.md", text)).containsExactly("docs/runbook.md: " + fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "`EventsController.accept`, `EventsController.Order`, `KafkaProducer.send`, `StringBuilder`,"
                        + " `Retry-After`",
                "`./mvnw verify -Dit.test=EventsIT -pl ingest-api`",
                "`AGENTLENS_API_KEY_FILE=/run/key`, `agentlens.ingest.max-events`,"
                        + " `agentlens_ingest_events_total{outcome}`",
                "`./agentlens verify --json`, `./agentlens up --port 80`, `./agentlens COMMAND --help`",
                "`ingest-api/src/main`, `/openapi.json`, `kafka/`, `operations.md`,"
                        + " [link](operations.md#dead-letters-and-more)",
                "`Kafka did not acknowledge 7 events of sess-42; send them again`",
                "`Kafka did not acknowledge ... send them again`",
                "`docker compose up --detach`"
            })
    void quoteOfWhatTheCodeHasIsNone(String text) {
        assertThat(faults("docs/runbook.md", text)).isEmpty();
    }

    @Test
    void commandInABlockIsChecked() {
        assertThat(faults("README.md", "```sh\n$ ./agentlens down\n```\n"))
                .containsExactly("README.md: no command ./agentlens down");
    }

    @Test
    void errorInAnExampleIsChecked() {
        assertThat(faults("docs/api/openapi.yaml", "value: {error: 'Kafka lost 7 events'}"))
                .containsExactly("docs/api/openapi.yaml: no code writes: Kafka lost 7 events");
    }

    private static List<String> faults(String path, String text) {
        return new DocumentCheck(SMALL).faults(new DocumentText(path, text)).toList();
    }
}
