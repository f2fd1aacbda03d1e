/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.prices;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator's own prices. */
class PriceFileTest {

    private static final LocalDate DAY = LocalDate.parse("2026-08-31");

    @TempDir
    private Path directory;

    @Test
    void fileAddsModels() throws IOException {
        PriceList prices = with("pattern,valid_from,input,output\nllama3.1:8b,2026-01-01,0,0\nAcme-*,2026-01-01,1,2\n");

        assertThat(input(prices, "llama3.1:8b")).isEqualTo("0");
        assertThat(input(prices, "acme-7b-chat")).isEqualTo("1");
        assertThat(input(prices, "gpt-4o-mini")).isEqualTo("0.15");
        assertThat(prices.rows()).hasSize(PriceList.shipped().rows().size() + 2);
    }

    @Test
    void fileReplacesAllRowsOfAPattern() throws IOException {
        PriceList prices = with("pattern,valid_from,input,output\ngpt-4o,2020-01-01,9,99\n");

        assertThat(input(prices, "gpt-4o-2024-08-06")).isEqualTo("9");
        assertThat(input(prices, "gpt-4o-2024-05-13")).isEqualTo("5");
    }

    @Test
    void priceOfAHostHoldsForThatHostOnly() throws IOException {
        PriceList prices = with("pattern,valid_from,input,output\nazure/gpt-4o,2020-01-01,9,99\n");

        assertThat(input(prices, "azure/gpt-4o-2024-08-06")).isEqualTo("9");
        assertThat(input(prices, "openai/gpt-4o-2024-08-06")).isEqualTo("2.5");
    }

    @Test
    void longestPatternWins() throws IOException {
        PriceList prices = with("""
                pattern,valid_from,input,output
                acme-*,2026-01-01,1,1
                acme-big-*,2026-01-01,2,2
                acme-big-1,2026-01-01,3,3
                *-big-one,2026-01-01,4,4
                """);

        assertThat(input(prices, "acme-small")).isEqualTo("1");
        assertThat(input(prices, "acme-big-2")).isEqualTo("2");
        assertThat(input(prices, "acme-big-1")).isEqualTo("3");
    }

    @Test
    void commentsAndBlankLinesAndOtherOrdersAreFine() throws IOException {
        PriceList prices =
                with("\uFEFF# ours\r\n\r\noutput,Input,valid_from,pattern\r\n 2 , 1.50 ,2026-01-01,\"x\"\r\n");

        assertThat(input(prices, "x")).isEqualTo("1.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "x,2026-01-01,1 => line 2: expected 4 cells as in the header, found 3",
                "x,01.02.2026,1,2 => line 2, valid_from: expected a date such as 2026-02-14, found \"01.02.2026\"",
                "x,2026-02-30,1,2 => line 2, valid_from: expected a date such as 2026-02-14, found \"2026-02-30\"",
                "x,,1,2 => line 2, valid_from: must not be empty",
                ",2026-01-01,1,2 => line 2, pattern: must not be empty",
                "*,2026-01-01,1,2 => line 2, pattern: expected a model's name of 1 to 256 characters, found \"*\"",
                "x,2026-01-01,,2 => line 2, input: must not be empty",
                "x,2026-01-01,-1,2 => line 2, input: expected US dollars per 1,000,000 tokens such as 2.50, found \"-1\"",
                "x,2026-01-01,1,$2 => line 2, output: expected US dollars per 1,000,000 tokens such as 2.50, found \"$2\"",
                "x,2026-01-01,1,1e3 => line 2, output: expected US dollars per 1,000,000 tokens such as 2.50, found \"1e3\"",
                "x,2026-01-01,1,9999999 => line 2, output: expected US dollars per 1,000,000 tokens such as 2.50, found"
                        + " \"9999999\"",
            })
    void mistakeNamesFileAndLineAndField(String row, String message) {
        assertThatThrownBy(() -> with("pattern,valid_from,input,output\n" + row + "\n"))
                .isInstanceOf(PriceFileException.class)
                .hasMessage(file() + ", " + message);
    }

    @Test
    void lineOfAMistakeIsTheLineOfTheFile() {
        assertThatThrownBy(() ->
                        with("# ours\n\npattern,valid_from,input,output\nx,2026-01-01,1,2\n# more\nX,2026-01-01,3,4"))
                .hasMessage(file() + ", line 6, valid_from: x already has a price from 2026-01-01");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "'' => line 1: expected the header pattern,provider,valid_from,input,output,cache_read,cache_write,source,"
                        + "source_date",
                "pattern,input,output => line 1: the header lacks the column valid_from",
                "pattern,valid_from,input,output,price => line 1: no column \"price\"; there are pattern, provider,"
                        + " valid_from, input, output, cache_read, cache_write, source, source_date",
                "pattern,pattern => line 1: column pattern is there twice",
            })
    void headerMustBeRight(String header, String message) {
        assertThatThrownBy(() -> with(header)).hasMessage(file() + ", " + message);
    }

    @Test
    void openQuoteIsAMistake() {
        assertThatThrownBy(() -> with("pattern,valid_from,input,output\n\"x,2026-01-01,1,2\n"))
                .isInstanceOf(PriceFileException.class)
                .hasMessageContaining("expected CSV with quotes that are closed");
    }

    @Test
    void fileThatCannotBeReadIsNamed() throws IOException {
        assertThatThrownBy(() -> PriceList.shipped().with(directory.resolve("none.csv")))
                .isInstanceOf(PriceFileException.class)
                .hasMessageContaining("none.csv: cannot be read as UTF-8 text");

        Files.writeString(file(), "pattern,valid_from,input,output\né,2026-01-01,1,2\n", ISO_8859_1);
        assertThatThrownBy(() -> PriceList.shipped().with(file()))
                .isInstanceOf(PriceFileException.class)
                .hasMessageContaining("cannot be read as UTF-8 text");
    }

    @Test
    void digestChangesWithPricesOnly() throws IOException {
        String shipped = PriceList.shipped().digest();

        assertThat(shipped)
                .matches("[0-9a-f]{32}")
                .isEqualTo(PriceList.shipped().digest());
        assertThat(with("pattern,valid_from,input,output\nx,2026-01-01,1,2\ny,2026-01-01,1,2\n")
                        .digest())
                .isNotEqualTo(shipped)
                .isEqualTo(with("pattern,valid_from,input,output,source\ny,2026-01-01,1.0,2,me\nx,2026-01-01,1,2,\n")
                        .digest());
        assertThat(with("pattern,valid_from,input,output\nx,2026-01-01,1,2\n").digest())
                .isNotEqualTo(with("pattern,valid_from,input,output\nx,2026-01-01,1,3\n")
                        .digest())
                .isNotEqualTo(with("pattern,valid_from,input,output\nx,2026-01-02,1,2\n")
                        .digest())
                .isNotEqualTo(with("pattern,valid_from,input,output,cache_read\nx,2026-01-01,1,2,1\n")
                        .digest());
    }

    private Path file() {
        return directory.resolve("prices.csv");
    }

    private PriceList with(String text) throws IOException {
        return PriceList.shipped().with(Files.writeString(file(), text));
    }

    private static String input(PriceList prices, String model) {
        return prices.price(model, DAY)
                .orElseThrow()
                .input()
                .stripTrailingZeros()
                .toPlainString();
    }
}
