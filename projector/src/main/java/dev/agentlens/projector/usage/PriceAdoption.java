/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.usage;

import dev.agentlens.boot.SettingException;
import dev.agentlens.prices.PriceFileException;
import dev.agentlens.prices.PriceList;
import dev.agentlens.readmodel.tables.PriceTable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Has the read tables priced by this program's prices, and those of its file, before anything is projected. */
public final class PriceAdoption {

    private final PriceTable table;
    private final PriceList prices;

    PriceAdoption(PriceTable table, PriceProperties properties) {
        this.table = table;
        prices = prices(properties.file());
    }

    public void adopt() {
        table.adopt(prices);
    }

    private static PriceList prices(@Nullable String file) {
        PriceList shipped = PriceList.shipped();
        if (file == null || file.isBlank()) {
            return shipped;
        }
        try {
            return shipped.with(Path.of(file));
        } catch (PriceFileException e) {
            throw new SettingException("AGENTLENS_PRICES_FILE: " + e.getMessage());
        }
    }
}
