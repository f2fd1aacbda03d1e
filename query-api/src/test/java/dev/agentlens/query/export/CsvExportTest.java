/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.export;

import static dev.agentlens.query.session.Traces.step;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.prices.PriceList;
import dev.agentlens.query.Golden;
import dev.agentlens.query.prices.EventCosts;
import dev.agentlens.query.session.TraceEvent;
import dev.agentlens.query.session.Traces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvExportTest {

    private static final EventCosts COSTS = new EventCosts(PriceList.shipped());

    @Test
    void rowsHaveTheThirteenDocumentedColumns() {
        Golden.assertSame(
                "export.csv",
                csv(List.of(
                        step("llm_call")
                                .id("evt001")
                                .model("gpt-4")
                                .tokens(50, 30)
                                .duration("150.0")
                                .input("{\"prompt\":\"Say \\\"hi\\\", please\\n\"}")
                                .output("\"plain\"")
                                .event(),
                        step("tool_call")
                                .id("evt002")
                                .duration("1E-7")
                                .tool("{\"name\":\"a,\\\"b\\\"\\r\\nc\",\"input\":[1.0,\"=1\"],\"output\":\"=2\"}")
                                .decision("{\"reasoning\":\"two\\nlines\"}")
                                .event(),
                        step("decision")
                                .id("-5")
                                .input("-5")
                                .output("-5e3")
                                .decision("\"=cmd\"")
                                .event(),
                        step("decision").decision("[1,2]").event(),
                        step("decision").decision("{\"reasoning\":{\"a\":1}}").event(),
                        step("generic").event())));
    }

    @Test
    void toolColumnsAreOfTheCallInEveryShape() {
        assertThat(tool(step("tool_call").tool("{\"function\":{\"name\":\"a\",\"arguments\":\"{\\\"x\\\":1}\"}}")))
                .containsExactly("a", "{\"x\":1}", "");
        assertThat(tool(step("tool_call")
                        .tool("[{\"name\":\"a\",\"args\":{}},{\"name\":\"b\",\"args\":[1],\"result\":2}]")))
                .containsExactly("a, b", "[{},[1]]", "[null,2]");
        assertThat(tool(step("tool_call")
                        .extra("{\"tool_name\":\"a\"}")
                        .input("{\"x\":1}")
                        .output("2")))
                .containsExactly("a", "{\"x\":1}", "2");
        assertThat(tool(step("llm_call").input("{\"prompt\":\"p\"}").tool("{\"name\":\"a\"}")))
                .containsExactly("a", "", "");
        assertThat(tool(step("llm_call").extra("{\"agent_name\":\"a\"}"))).containsExactly("", "", "");
    }

    private static List<String> tool(Traces.Step step) {
        CSVRecord row = records(csv(List.of(step.event()))).get(1);
        return List.of(row.get(9), row.get(10), row.get(11));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1+1",
                "@SUM(A1)",
                "\tx",
                "\rx",
                " =1",
                "\n=1",
                " \t @x",
                "\u00a0=1",
                "\u3000+1",
                "\ufeff=1",
                "＝1+1",
                "＋1",
                "－1+1",
                "＠SUM(A1)",
                " ＝1",
                "\u0001=1",
                "\u0085=1",
                "-",
                "--1",
                "-1e",
                "-.5"
            })
    void cellThatASpreadsheetWouldRunIsDefused(String text) {
        assertThat(guarded(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "-1.5",
                "-1.5E+10",
                "1",
                "x",
                " x",
                "a=1",
                "x\t",
                "'=1",
                "",
                "{\"a\":\"=1\"}",
                "\"=1\"",
                ","
            })
    void cellThatIsTextOrANumberIsLeftAsItIs(String text) {
        assertThat(guarded(text)).isEqualTo(text);
    }

    @Test
    void nulIsWrittenAsItsEscapeAndHalfASurrogatePairAsTheReplacementCharacter() {
        String csv = csv(List.of(
                step("decision")
                        .input("{\"a\":\"\\u0000\"}")
                        .decision("{\"reasoning\":\"binary \\u0000 tool output\"}")
                        .event(),
                step("decision")
                        .decision("{\"reasoning\":\"lone \\ud83d half\"}")
                        .event(),
                step("decision").decision("\"\\u0000=1\"").event()));

        assertThat(csv).doesNotContain("\0", "?");
        assertThat(records(csv))
                .extracting(row -> row.get(12))
                .containsExactly("reasoning", "binary \\u0000 tool output", "lone \ufffd half", "\\u0000=1");
        assertThat(records(csv).get(1).get(7)).isEqualTo("{\"a\":\"\\u0000\"}");
    }

    @Test
    void byteOrderMarkIsFirstOnRequest() {
        List<TraceEvent> trace = List.of(step("t").model("é").event());

        assertThat(csv(trace, true)).isEqualTo("\ufeff" + csv(trace, false));
        assertThat(csv(trace, false)).startsWith("event_id,");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsWrittenReadsBack(long seed) {
        Random random = new Random(seed);
        String characters = "ab,\"\r\n'\t =é💡";
        for (int i = 0; i < 100; i++) {
            String text = "x"
                    + random.ints(random.nextInt(8), 0, characters.length())
                            .filter(index -> !Character.isSurrogate(characters.charAt(index)))
                            .collect(
                                    StringBuilder::new,
                                    (sb, index) -> sb.append(characters.charAt(index)),
                                    StringBuilder::append);
            TraceEvent event = step(text)
                    .id(text)
                    .model(text)
                    .decision(RawJson.ofString(text).text())
                    .event();
            CSVRecord row = records(csv(List.of(event))).get(1);

            assertThat(row.values()).hasSize(CsvExport.COLUMNS.size());
            assertThat(List.of(row.get(0), row.get(1), row.get(3), row.get(12))).containsOnly(text);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyEventIsOneRecord(long seed) {
        List<TraceEvent> trace = Traces.random(new Random(seed));

        assertThat(records(csv(trace))).hasSize(1 + trace.size());
    }

    /** The model's cell, read back. */
    private static String guarded(String text) {
        return records(csv(List.of(step("t").model(text).event()))).get(1).get(3);
    }

    private static String csv(List<TraceEvent> trace) {
        return csv(trace, false);
    }

    private static String csv(List<TraceEvent> trace, boolean byteOrderMark) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CsvExport csv = new CsvExport(out, byteOrderMark, COSTS)) {
            for (TraceEvent event : trace) {
                csv.row(event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(UTF_8);
    }

    private static List<CSVRecord> records(String csv) {
        try (CSVParser parser = CSVFormat.RFC4180.parse(new StringReader(csv))) {
            return parser.getRecords();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
