/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.prices;

import dev.agentlens.prices.PriceList;
import dev.agentlens.prices.PriceRow;
import dev.agentlens.query.http.ReadConcurrencyLimit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** GET /prices. */
@RestController
class PricesController {

    private final CurrentPrices prices;
    private final ReadConcurrencyLimit permits;

    PricesController(CurrentPrices prices, ReadConcurrencyLimit permits) {
        this.prices = prices;
        this.permits = permits;
    }

    /** @param digest the same for lists that give the same prices */
    private record Prices(String currency, String unit, String digest, List<Row> prices) {}

    @JsonNaming(SnakeCaseStrategy.class)
    private record Row(
            String pattern,
            @Nullable String provider,
            LocalDate validFrom,
            BigDecimal input,
            BigDecimal output,
            @Nullable BigDecimal cacheRead,
            @Nullable BigDecimal cacheWrite,
            @Nullable String source,
            @Nullable LocalDate sourceDate) {

        static Row of(PriceRow row) {
            return new Row(
                    row.pattern(),
                    row.provider(),
                    row.validFrom(),
                    row.price().input(),
                    row.price().output(),
                    row.price().cacheRead(),
                    row.price().cacheWrite(),
                    row.source(),
                    row.sourceDate());
        }
    }

    @GetMapping(path = "/prices", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Prices> prices() {
        return permits.holding(() -> {
            PriceList list = prices.get();
            List<Row> rows = list.rows().stream().map(Row::of).toList();
            return new Prices("USD", "per 1,000,000 tokens", list.digest(), rows);
        });
    }
}
