/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.otlp.dialect.Reading;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The usage of a model call. {@code tokens_in} includes cached input, also where the sender does not keep its convention. */
final class Tokens {

    private static final List<String> FIELDS =
            List.of("tokens_in", "tokens_out", "cache_read_tokens", "cache_write_tokens", "reasoning_tokens");

    private Tokens() {}

    static void read(Reading reading, Map<String, RawJson> fields) {
        for (String field : FIELDS) {
            RawJson count = reading.field(field);
            if (count != null) {
                fields.put(field, count);
            }
        }
        BigDecimal input = number(fields.get("tokens_in"));
        BigDecimal cached = number(fields.get("cache_read_tokens")).add(number(fields.get("cache_write_tokens")));
        BigDecimal total = number(reading.field("total_tokens"));
        // If the total is only right with the cached input added, or the input is less than that, it was reported
        // without it.
        boolean apart = input.add(number(fields.get("tokens_out"))).add(cached).compareTo(total) == 0;
        if (cached.signum() > 0 && (apart || cached.compareTo(input) > 0)) {
            fields.put("tokens_in", RawJson.ofNumber(input.add(cached).toPlainString()));
        }
    }

    private static BigDecimal number(@Nullable RawJson count) {
        BigDecimal number = count == null ? BigDecimal.ZERO : new BigDecimal(count.text());
        return number.signum() < 0 ? BigDecimal.ZERO : number;
    }
}
