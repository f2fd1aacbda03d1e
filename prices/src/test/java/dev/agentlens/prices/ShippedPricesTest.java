/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.prices;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The list that is shipped, and how the names that events carry are found in it. */
class ShippedPricesTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-08-31");

    private final PriceList prices = PriceList.shipped();

    @Test
    void bigProvidersAreCovered() {
        assertThat(prices.rows().stream().map(PriceRow::pattern).distinct()).hasSizeGreaterThan(300);
        assertThat(prices.rows().stream().map(PriceRow::provider).collect(Collectors.toSet()))
                .contains("openai", "anthropic", "google", "mistral", "cohere", "xai", "deepseek", "alibaba")
                .contains("aws-bedrock", "groq", "together");
    }

    @Test
    void everyRowHasASource() {
        assertThat(prices.rows()).allSatisfy(row -> {
            assertThat(row.provider()).isNotBlank();
            assertThat(row.source()).startsWith("https://");
            assertThat(row.sourceDate()).isNotNull().isBefore(LocalDate.parse("2026-12-01"));
        });
    }

    @Test
    void pricesArePlausible() {
        assertThat(prices.rows()).allSatisfy(row -> {
            Price price = row.price();
            assertThat(price.input()).isPositive().isLessThanOrEqualTo(new BigDecimal(150));
            assertThat(price.output()).isNotNegative().isLessThanOrEqualTo(new BigDecimal(600));
            if (price.output().signum() > 0) {
                assertThat(price.output()).isGreaterThanOrEqualTo(price.input());
            } else {
                assertThat(row.pattern()).containsPattern("embed|voyage");
            }
            if (price.cacheRead() != null) {
                assertThat(price.cacheRead()).isPositive().isLessThanOrEqualTo(price.input());
            }
            if (price.cacheWrite() != null) {
                assertThat(price.cacheWrite())
                        .isBetween(price.input(), price.input().multiply(new BigDecimal(2)));
            }
        });
    }

    @Test
    void rowsAreReachedByTheirOwnNames() {
        assertThat(prices.rows())
                .allSatisfy(row -> assertThat(prices.price(row.pattern().replace("*", "acme:x:1"), row.validFrom()))
                        .contains(row.price()));
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, gpt-4o",
        "GPT-4o, gpt-4o",
        "' gpt-4o ', gpt-4o",
        "gpt-4o-2024-08-06, gpt-4o",
        "gpt-4o-2024-11-20, gpt-4o",
        "openai/gpt-4o, gpt-4o",
        "openai:gpt-4o, gpt-4o",
        "azure/gpt-4o, gpt-4o",
        "openrouter/openai/gpt-4o-2024-08-06, gpt-4o",
        "gpt-4o-mini, gpt-4o-mini",
        "gpt-4o-mini-2024-07-18, gpt-4o-mini",
        "azure/gpt-4o-mini, gpt-4o-mini",
        "openai/gpt-4o-2024-05-13, gpt-4o-2024-05-13",
        "gpt-5-mini-2025-08-07, gpt-5-mini",
        "o3-mini-2025-01-31, o3-mini",
        "text-embedding-3-small, text-embedding-3-small",
        "ft:gpt-4o-mini-2024-07-18:acme::Ab12, ft:gpt-4o-mini-2024-07-18:*",
        "claude-3-5-sonnet-latest, claude-3-5-sonnet",
        "claude-3-5-sonnet-20241022, claude-3-5-sonnet",
        "claude-3-5-sonnet@20241022, claude-3-5-sonnet",
        "claude-3-5-sonnet-v2@20241022, claude-3-5-sonnet",
        "vertex_ai/claude-3-5-sonnet@20241022, claude-3-5-sonnet",
        "publishers/anthropic/models/claude-sonnet-4@20250514, claude-sonnet-4",
        "anthropic/claude-3.5-sonnet, claude-3.5-sonnet",
        "openrouter/anthropic/claude-3.7-sonnet:thinking, claude-3.7-sonnet",
        "claude-sonnet-4-5-20250929[1m], claude-sonnet-4-5",
        "claude-haiku-4-5-20251001, claude-haiku-4-5",
        "claude-opus-4-1-20250805, claude-opus-4-1",
        "us.anthropic.claude-sonnet-4-20250514-v1:0, claude-sonnet-4",
        "bedrock/anthropic.claude-3-haiku-20240307-v1:0, claude-3-haiku",
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0, anthropic.claude-sonnet-4-5",
        "global.anthropic.claude-sonnet-4-5-20250929-v1:0, global.anthropic.claude-sonnet-4-5",
        "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-3-5-sonnet-20240620-v1:0, claude-3-5-sonnet",
        "us.amazon.nova-pro-v1:0, nova-pro",
        "amazon/nova-lite-v1, nova-lite",
        "meta.llama3-1-70b-instruct-v1:0, meta.llama3-1-70b-instruct",
        "publishers/google/models/gemini-2.5-pro, gemini-2.5-pro",
        "projects/my-project/locations/europe-west1/publishers/google/models/gemini-2.5-flash, gemini-2.5-flash",
        "models/gemini-1.5-flash, gemini-1.5-flash",
        "gemini-1.5-pro-002, gemini-1.5-pro",
        "gemini-2.5-pro-preview-05-06, gemini-2.5-pro",
        "gemini-2.5-flash-preview-04-17, gemini-2.5-flash-preview-04-17",
        "google-gla:gemini-2.0-flash, gemini-2.0-flash",
        "mistral-large-latest, mistral-large-latest",
        "mistral/codestral-latest, codestral",
        "command-r-plus-08-2024, command-r-plus-08-2024",
        "x-ai/grok-4, grok-4",
        "xai/grok-3-latest, grok-3",
        "deepseek/deepseek-chat, deepseek-chat",
        "dashscope/qwen-plus, qwen-plus",
        "groq/llama-3.3-70b-versatile, llama-3.3-70b-versatile",
        "groq/openai/gpt-oss-120b, groq/openai/gpt-oss-120b",
        "together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo, meta-llama/llama-3.3-70b-instruct-turbo"
    })
    void namesOfEventsAreResolved(String model, String pattern) {
        Price expected = prices.rows().stream()
                .filter(row -> row.pattern().equals(pattern) && !row.validFrom().isAfter(TODAY))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .price();

        assertThat(prices.price(model, TODAY)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "gpt-4o-super",
                "gpt-4o-mini-super",
                "super-gpt-4o",
                "gpt-4ominous",
                "gpt",
                "claude",
                "claude-sonnet",
                "openai/",
                "openai/gpt-oss-120b",
                "openrouter/deepseek/deepseek-chat",
                "deepseek/deepseek-r1:free",
                "llama3.1:8b",
                "my-company/gpt-4o",
                "ft:gpt-4o",
                "*",
                "gpt-4*",
                "-latest",
                "gpt-4o-2024-08"
            })
    void whatIsNotKnownHasNoPrice(String model) {
        assertThat(prices.price(model, TODAY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2020-01-01, 10",
        "2025-06-09, 10",
        "2025-06-10, 2",
        "2030-01-01, 2",
    })
    void priceOfADayIsTheOneThatHeldThen(LocalDate day, BigDecimal input) {
        assertThat(prices.price("o3-2025-04-16", day).orElseThrow().input()).isEqualByComparingTo(input);
    }

    @Test
    void miniIsNeverTheBigModel() {
        Price mini = prices.price("gpt-4o-mini", TODAY).orElseThrow();
        Price big = prices.price("gpt-4o", TODAY).orElseThrow();

        assertThat(mini.input()).isEqualByComparingTo("0.15");
        assertThat(big.input()).isEqualByComparingTo("2.5");
        assertThat(requireNonNull(big.cacheRead())).isEqualByComparingTo("1.25");
    }

    @Test
    void manyUnknownNamesDoNotChangeWhatIsFound() {
        for (int i = 0; i < 20_000; i++) {
            assertThat(prices.price("unknown-" + i, TODAY)).isEmpty();
        }

        assertThat(prices.price("gpt-4o", TODAY).map(Price::input).filter(Objects::nonNull))
                .isPresent();
    }
}
