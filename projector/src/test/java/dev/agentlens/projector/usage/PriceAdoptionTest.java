/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.usage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.boot.SettingException;
import dev.agentlens.readmodel.tables.PriceTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class PriceAdoptionTest {

    @TempDir
    private Path directory;

    @Test
    void mistakeInThePriceFileIsAWrongSetting() throws IOException {
        Path file = directory.resolve("prices.csv");
        Files.writeString(file, "pattern,valid_from,input,output\nmy-model,2026-01-01,cheap,2\n");
        PriceTable table = new PriceTable(new DriverManagerDataSource());

        assertThatThrownBy(() -> new PriceAdoption(table, new PriceProperties(file.toString())))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("AGENTLENS_PRICES_FILE: " + file + ", line 2, input: expected US dollars");
        assertThatThrownBy(() -> new PriceAdoption(table, new PriceProperties("/no/such/file")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("/no/such/file");
    }
}
