/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.common.json.RawJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a running API responds with seldom. */
class ApiTest {

    @TempDir
    private Path directory;

    private final List<Duration> pauses = new ArrayList<>();
    private StubApi stub;
    private Api api;

    @BeforeEach
    void start() throws IOException {
        stub = new StubApi();
        api = new Api(URI.create(stub.url()), "key", (pause, why) -> pauses.add(pause));
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void limitAndUnavailableServerAreWaitedFor() {
        stub.on("GET /sessions", 429, "{\"error\":\"Too many requests\"}")
                .on("GET /sessions", 503, "")
                .on("GET /sessions", "{\"total\":0}");

        assertThat(api.get("/sessions", Query.NONE).text()).isEqualTo("{\"total\":0}");
        assertThat(pauses).containsExactly(Duration.ZERO, Duration.ZERO);
        assertThat(stub.keys()).containsOnly("key");
    }

    @Test
    void serverThatStaysUnavailableIsGivenUpWithItsOwnWords() {
        stub.on("GET /sessions", 503, "{\"error\":\"The database is unavailable\"}");

        assertThatThrownBy(() -> api.get("/sessions", Query.NONE))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("The database is unavailable")
                .hasMessageEndingWith("Try again later");
        assertThat(stub.requests()).hasSize(12);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "400 => Invalid status filter => Invalid status filter",
                "401 => Unauthorized: invalid or missing API key => AGENTLENS_API_KEY",
                "403 => Forbidden => AGENTLENS_API_KEY",
                "404 => Session not found => ./agentlens sessions",
                "500 => Internal error => --url",
            })
    void refusalSaysWhatToDo(int status, String error, String hint) {
        stub.on("GET /x", status, "{\"error\":\"" + error + "\"}");

        assertThatThrownBy(() -> api.get("/x", Query.NONE))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining(error)
                .hasMessageContaining(hint);
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void anotherServerIsRecognised() {
        stub.on("GET /sessions", "<html>");

        assertThatThrownBy(() -> api.get("/sessions", Query.NONE))
                .hasMessageContaining("something else than JSON")
                .hasMessageContaining("--url");
    }

    @Test
    void serverThatIsNotThereIsSaidAtOnce() {
        stub.close();

        assertThatThrownBy(() -> api.get("/sessions", Query.NONE))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("Nothing answers at " + stub.url())
                .hasMessageContaining("--url");
        assertThat(pauses).isEmpty();
    }

    @Test
    void downloadThatBreaksOffStartsAgainFromItsStart() throws IOException {
        stub.onCutOff("POST /x {}", "a longer part of it").on("POST /x {}", "whole");
        Path file = directory.resolve("x");

        api.download("/x", RawJson.of("{}"), file);

        assertThat(file).hasContent("whole");
    }

    @Test
    void parametersAreEncoded() {
        assertThat(Query.NONE.with("q", "a b+c&d=é/").with("none", null).with("metadata.x y", "ü%"))
                .hasToString("?q=a%20b%2Bc%26d%3D%C3%A9%2F&metadata.x%20y=%C3%BC%25");
        assertThat(Query.NONE).hasToString("");
        assertThat(Paths.session("a/b c?")).isEqualTo("/sessions/a%2Fb%20c%3F");
    }
}
