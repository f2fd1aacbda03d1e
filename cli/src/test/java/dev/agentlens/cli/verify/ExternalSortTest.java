/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalSortTest {

    @TempDir
    private Path directory;

    @Test
    void sortsTheSameInMemoryInAFewFilesAndInFilesOfFiles() throws Exception {
        Random random = new Random(3);
        List<byte[]> entries = new ArrayList<>();
        for (int n = 0; n < 20_000; n++) {
            byte[] entry = new byte[random.nextInt(12)];
            random.nextBytes(entry);
            entries.add(entry);
        }
        List<byte[]> expected = new ArrayList<>(entries);
        expected.sort(Arrays::compareUnsigned);

        for (long memory : new long[] {1L << 30, 200_000, 400}) {
            try (ExternalSort sort = new ExternalSort(directory, memory)) {
                entries.forEach(sort::add);
                assertThat(sort.runs()).isLessThan(128);
                assertThat(sort.runs() > 0).isEqualTo(memory < 1L << 30);

                Iterator<byte[]> sorted = sort.sorted();
                for (byte[] entry : expected) {
                    assertThat(sorted.next()).isEqualTo(entry);
                }
                assertThat(sorted.hasNext()).isFalse();
                assertNoFileIsLeft();
            }
        }
    }

    @Test
    void nothingSortsToNothing() {
        try (ExternalSort sort = new ExternalSort(directory, 1)) {
            assertThat(sort.sorted().hasNext()).isFalse();
        }
    }

    /** Even before it is closed: a process that is killed leaves none either. */
    private void assertNoFileIsLeft() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }
}
