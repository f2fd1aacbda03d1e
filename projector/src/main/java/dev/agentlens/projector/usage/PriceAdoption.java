/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.usage;

import dev.agentlens.prices.PriceList;
import dev.agentlens.readmodel.tables.PriceTable;
import java.nio.file.Path;

/** Has the read tables priced by this program's prices, and those of its file, before anything is projected. */
public final class PriceAdoption {

    private final PriceTable table;
    private final PriceList prices;

    PriceAdoption(PriceTable table, PriceProperties properties) {
        this.table = table;
        String file = properties.file();
        PriceList shipped = PriceList.shipped();
        prices = file == null || file.isBlank() ? shipped : shipped.with(Path.of(file));
    }

    public void adopt() {
        table.adopt(prices);
    }
}
