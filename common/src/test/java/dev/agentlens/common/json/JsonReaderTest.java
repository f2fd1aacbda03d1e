/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonReaderTest {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-0.0",
                "1e400",
                "12345678901234567890123456789012345678901234567890",
                "\"\\u0000\\ud800 \\\"quoted\\\" {[\"",
                "\"ünïcödé 💡\"",
                "true",
                "null",
                "{}",
                "[]",
                "{\"b\":1,\"a\":[{\"c\":\"x y\"}]}"
            })
    void valueIsGivenBackExactlyAsItCame(String json) {
        RawJson alone = RawJson.of(json);
        RawJson amongOthers = fields(" {\"before\": 0 , \"it\" : " + json + " , \"after\":[ ]} ")
                .get("it");

        assertThat(alone.text()).isEqualTo(json);
        assertThat(amongOthers).isEqualTo(alone);
    }

    @Test
    void whiteSpaceBetweenTokensIsLeftOutAndThatInStringsKept() {
        assertThat(RawJson.of("{ \"a b\" :\n [ 1 ,\t\" \\\" [ \" , { } ] }").text())
                .isEqualTo("{\"a b\":[1,\" \\\" [ \",{}]}");
    }

    @Test
    void ofARepeatedNameTheLastValueCounts() {
        assertThat(fields("{\"a\":1,\"b\":2,\"a\":3}").get("a").text()).isEqualTo("3");
    }

    @Test
    void fieldsKeepTheirOrder() {
        assertThat(fields("{\"z\":1,\"y\":2,\"x\":3}").keySet()).containsExactly("z", "y", "x");
    }

    @Test
    void depthCountsNestedArraysAndObjects() {
        assertThat(RawJson.of("1").depth()).isZero();
        assertThat(RawJson.of("[[],{\"a\":[1]}]").depth()).isEqualTo(3);
        assertThat(RawJson.of("[".repeat(600) + "]".repeat(600)).depth()).isEqualTo(600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{",
                "[1,]",
                "{\"a\"}",
                "{'a':1}",
                "nul",
                "01",
                "1.",
                "+1",
                "NaN",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"tab\there\"",
                "{} {}",
                "1 2",
                "[1] x",
                "// c\n1",
                "\"open"
            })
    void malformedTextIsRefusedWithoutNamingAClass(String json) {
        assertThatThrownBy(() -> RawJson.of(json))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageStartingWith("Malformed JSON")
                .hasMessageNotContaining("jackson")
                .hasMessageNotContaining("Feature");
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedEvenInsideStrings() {
        byte[] overlong = {'"', (byte) 0xC0, (byte) 0x80, '"'};
        byte[] encodedSurrogate = {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'};
        byte[] utf16 = "{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);

        for (byte[] bytes : new byte[][] {overlong, encodedSurrogate, utf16}) {
            assertThatThrownBy(() -> JsonReader.read(bytes, JsonReader::value))
                    .isInstanceOf(MalformedJsonException.class);
        }
    }

    @Test
    void byteOrderMarkIsSkipped() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        bytes.writeBytes("{\"a\": [1, 2]}".getBytes(UTF_8));

        assertThat(JsonReader.read(bytes.toByteArray(), JsonReader::value).text())
                .isEqualTo("{\"a\":[1,2]}");
    }

    @Test
    void absurdDepthIsRefusedAndNoStackOverflow() {
        assertThatThrownBy(() -> RawJson.of("[".repeat(200_000))).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void stringsSurviveQuotingAndUnquoting() {
        for (String text :
                new String[] {"", "plain", "\"\\\b\f\n\r\t\u0000\u007f", "💡 ü", "half \ud800 pair", "\udc00"}) {
            assertThat(RawJson.ofString(text).string()).isEqualTo(text);
            assertThat(RawJson.of(RawJson.ofString(text).text()).string()).isEqualTo(text);
        }
    }

    @Test
    void namesOfHalfASurrogatePairSurviveInsideValues() {
        String json = "{\"\\ud800\":{\"\\udc00\\ud83d\\udca1\\\\ud800\":\"\\ud83dx\"}}";

        assertThat(RawJson.of(json).text()).isEqualTo(json);
    }

    @Test
    void namesOfHalfASurrogatePairAreDistinctAndSurviveRewriting() {
        String json = "{\"\\ud800\":1,\"a\\\\\\\"\\udc00\":[{}], \"\\ud83d\\udca1\" :3,\"\\ud801\":4,\"b\":5}";

        assertThat(fields(json).keySet()).containsExactly("\ud800", "a\\\"\udc00", "💡", "\ud801", "b");
        assertThat(fields(new String(new JsonObjectWriter(10).raw(fields(json)).bytes(), UTF_8)))
                .isEqualTo(fields(json));
    }

    @Test
    void writerQuotesNamesAndCopiesValues() {
        String json = "{\"a\\u0000\\\"b\":[1.50],\"é\":null}";
        byte[] written = new JsonObjectWriter(10).raw(fields(json)).bytes();

        assertThat(fields(new String(written, UTF_8))).isEqualTo(fields(json));
    }

    @Test
    void everyByteOfAStringIsLookedAtWhereverItStands() {
        for (int before = 0; before < 20; before++) {
            String padding = "x".repeat(before);
            for (String character : new String[] {"\\\"", "\\\\", "\\u00e9", "é", "€", "💡", "\u007f", "\u0080"}) {
                String json = "[\"" + padding + character + "\",\"" + padding + character + padding + "\"]";
                assertThat(RawJson.of(json).text()).isEqualTo(json);
            }
            for (String illegal : new String[] {"\u0000", "\n", "\u001f", "\\x", "\\u12g4", "\\"}) {
                assertThatThrownBy(() -> RawJson.of("\"" + padding + illegal + "\""))
                        .isInstanceOf(MalformedJsonException.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{~ \"é\": x}        | line 2, column 7: expected a value, found 'x'",
                "[True]               | line 1, column 2: expected a value, found 'True'",
                "[nulL]               | line 1, column 2: expected a value, found 'nulL'",
                "[NaN]                | line 1, column 2: expected a value, found 'NaN'",
                "[-Infinity]          | line 1, column 3: expected a digit, found 'Infinity'",
                "[1 2]                | line 1, column 4: expected ',' or ']', found '2'",
                "{\"a\":1 \"b\":2}   | line 1, column 8: expected ',' or '}', found \"b\"",
                "{'a':1}              | line 1, column 2: expected the name of a field in double quotes, found 'a'",
                "{\"a\":1,}           | line 1, column 8: expected the name of a field in double quotes, found '}'",
                "{\"a\"=1}            | line 1, column 5: expected ':', found '='",
                "[01]                 | line 1, column 3: expected ',' or ']', found '1'",
                "[\"💡\",“a”]         | line 1, column 6: expected a value, found '“'",
                "[\"a~\"]             | line 1, column 4: expected control characters of a string as escapes, such as \\n, found U+000A",
                "[\"\\x\"]            | line 1, column 4: expected one of \" \\ / b f n r t u after a backslash, found 'x'",
                "[\"\\u12g4\"]        | line 1, column 7: expected four hexadecimal digits after \\u, found 'g4'",
                "[1] 2                | line 1, column 5: expected the end of the text, found '2'",
                "[1                   | line 1, column 3: the text ends early",
                "[tru                 | line 1, column 2: the text ends early"
            })
    void malformedTextIsReportedByLineColumnAndContent(String json, String message) {
        assertThatThrownBy(() -> RawJson.of(json.replace('~', '\n'))).hasMessage("Malformed JSON at " + message);
    }

    @Test
    void byteThatIsNotUtf8IsShown() {
        byte[] latin1 = "[1,\n\"é\"]".getBytes(ISO_8859_1);

        assertThatThrownBy(() -> JsonReader.read(latin1, JsonReader::value))
                .hasMessage("Malformed JSON at line 2, column 2: byte 0xE9, 5 bytes after the start, is not UTF-8");
    }

    @Test
    void numbersThatPythonWritesAreReadAsNullWhereTheyAreAllowed() {
        String json = "{ \"a\": NaN, \"b\": [1, -Infinity, {\"c\": Infinity}, NaN, NaN], \"NaN\": \"NaN\", \"d\":-1}";

        List<NonFiniteNumber> seen = new ArrayList<>();
        RawJson value = readAllowing(json, seen);

        assertThat(value.text())
                .isEqualTo("{\"a\":null,\"b\":[1,null,{\"c\":null},null,null],\"NaN\":\"NaN\",\"d\":-1}");
        assertThat(value.fields().get("b").elements().get(1).isNull()).isTrue();
        assertThat(seen)
                .containsExactly(
                        new NonFiniteNumber("a", "NaN"),
                        new NonFiniteNumber("b", "-Infinity"),
                        new NonFiniteNumber("b", "Infinity"),
                        new NonFiniteNumber("b", "NaN"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
    void numberThatPythonWritesIsOfTheKindNull(String token) {
        assertThat(JsonReader.<JsonKind>readAllowingNonFinite(token.getBytes(UTF_8), reader -> {
                    JsonKind kind = reader.kind();
                    assertThat(reader.value().text()).isEqualTo("null");
                    return kind;
                }))
                .isEqualTo(JsonKind.NULL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nan", "inf", "+Infinity", "-NaN", "Infinit", "NaNN", "--Infinity", "-Infinity1", "{NaN:1}"})
    void otherWordsAreNoNumbersEvenThen(String json) {
        assertThatThrownBy(() -> readAllowing(json, new ArrayList<>())).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void manyNumbersThatPythonWritesFitWhateverStandsAroundThem() {
        String json = "[" + "NaN,".repeat(50_000) + "  NaN]";
        List<NonFiniteNumber> seen = new ArrayList<>();

        assertThat(readAllowing(json, seen).elements()).hasSize(50_001).allMatch(RawJson::isNull);
        assertThat(seen).containsExactly(new NonFiniteNumber("", "NaN"));
    }

    private static RawJson readAllowing(String json, List<NonFiniteNumber> seen) {
        return JsonReader.readAllowingNonFinite(json.getBytes(UTF_8), reader -> {
            RawJson value = reader.value();
            seen.addAll(reader.takeNonFinite());
            return value;
        });
    }

    @Test
    void whatJsonIsWeTellAsJacksonDoes() {
        byte[] document = """
            {"a é💡": [1, -0.5e+10, true ,false,null,{}], "b\\n\\u00e9": {"c" :"\\"\\\\/", "d":[[ ]]},
             "long": "0123456789abcdef é 0123456789", "e":0}\
            """.getBytes(UTF_8);
        byte[] alphabet = "{}[]\",:\\ \n\t0123-+.eEtrufalsn\u0000é💡/".getBytes(UTF_8);
        SplittableRandom random = new SplittableRandom(20261125);
        int accepted = 0;
        for (int n = 0; n < 100_000; n++) {
            byte[] mutant = Arrays.copyOf(
                    document, random.nextInt(10) == 0 ? random.nextInt(document.length) : document.length);
            for (int i = random.nextInt(3); i > 0 && mutant.length > 0; i--) {
                mutant[random.nextInt(mutant.length)] = alphabet[random.nextInt(alphabet.length)];
            }
            Optional<JsonNode> expected = readByJackson(mutant);
            Optional<RawJson> actual = readByUs(mutant);

            assertThat(actual.isPresent()).as(new String(mutant, UTF_8)).isEqualTo(expected.isPresent());
            if (actual.isPresent()) {
                assertThat(MAPPER.readTree(actual.get().text())).isEqualTo(expected.get());
                accepted++;
            }
        }
        assertThat(accepted).isBetween(20_000, 80_000);
    }

    private static Optional<RawJson> readByUs(byte[] json) {
        try {
            return Optional.of(JsonReader.read(json, JsonReader::value));
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }

    /** Jackson lets some of what is not UTF-8 pass. */
    private static Optional<JsonNode> readByJackson(byte[] json) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            JsonNode tree = MAPPER.readTree(json);
            return Optional.of(tree).filter(node -> !node.isMissingNode());
        } catch (CharacterCodingException | JacksonException e) {
            return Optional.empty();
        }
    }

    private static Map<String, RawJson> fields(String json) {
        return JsonReader.read(json.getBytes(UTF_8), JsonReader::fields);
    }
}
