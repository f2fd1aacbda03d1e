/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.export;

import static dev.agentlens.query.session.Traces.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.edge.error.ApiException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportFormatTest {

    @ParameterizedTest
    @CsvSource({", JSON", "'', JSON", "json, JSON", "JSON, JSON", "Csv, CSV", "NdJson, NDJSON"})
    void nameIsReadInAnyCase(String name, ExportFormat format) {
        assertThat(ExportFormat.named(name)).isEqualTo(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xml", " csv", "json,csv", "jſon"})
    void otherNamesAreRefusedWithTheValidOnes(String name) {
        assertThatThrownBy(() -> ExportFormat.named(name))
                .isInstanceOf(ApiException.class)
                .hasMessage("Invalid export format '" + name + "': expected json, csv or ndjson");
    }

    @ParameterizedTest
    @CsvSource({", false", "'', false", "true, true", "True, true", "false, false"})
    void byteOrderMarkIsRequestedByTrue(String bom, boolean wanted) {
        assertThat(ExportFormat.byteOrderMark(bom)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "yes", " true"})
    void otherValuesOfBomAreRefusedWithTheValidOnes(String bom) {
        assertThatThrownBy(() -> ExportFormat.byteOrderMark(bom))
                .isInstanceOf(ApiException.class)
                .hasMessage("Invalid bom '" + bom + "': expected true or false");
    }

    @ParameterizedTest
    @CsvSource({
        "research-agent, abc123, agentlens-research-agent-abc123.csv",
        "my agent/../../etc, 0123456789, agentlens-my_agent_etc-01234567.csv",
        "'a\"; x=\"\r\nSet-Cookie: b', s, agentlens-a_x_Set-Cookie_b-s.csv",
        "агент 💡, a:b, agentlens-_-a_b.csv",
        "a, ........, agentlens-a-_.csv"
    })
    void fileNameIsSafeEverywhere(String agentName, String sessionId, String fileName) {
        assertThat(ExportFormat.CSV.fileName(session(sessionId, agentName, List.of())))
                .isEqualTo(fileName);
    }

    @Test
    void fileNameIsShortWhateverTheAgentIsCalled() {
        String name = ExportFormat.NDJSON.fileName(session("x".repeat(128), "a".repeat(256), List.of()));

        assertThat(name).isEqualTo("agentlens-" + "a".repeat(64) + "-xxxxxxxx.ndjson");
    }
}
