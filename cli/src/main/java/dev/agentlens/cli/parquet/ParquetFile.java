/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file of flat rows, zstd-compressed, written front to back. What it holds in memory is bounded by the size of a
 * row group. It is readable once it is closed.
 */
public final class ParquetFile implements AutoCloseable {

    private static final byte[] MAGIC = "PAR1".getBytes(US_ASCII);
    private static final String CREATED_BY = "agentlens";
    private static final long ROW_GROUP_BYTES = 24L * 1024 * 1024;
    private static final long ROW_GROUP_ROWS = 128 * 1024;
    private static final int PAGE_BYTES = 256 * 1024;
    private static final int ROWS_BETWEEN_CHECKS = 64;
    private static final int ZSTD_LEVEL = 3;

    private final OutputStream out;
    private final ParquetSchema schema;
    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(ZSTD_LEVEL);
    private final ParquetProperties properties;
    private final List<RowGroup> rowGroups = new ArrayList<>();
    private final List<ColumnDescriptor> columns;
    private long position;
    private long rows;
    private OpenGroup group;

    /** @param out is closed with this */
    public ParquetFile(OutputStream out, ParquetSchema schema) throws IOException {
        this.out = out;
        this.schema = schema;
        MessageType type = schema.messageType();
        columns = type.getColumns();
        ParquetProperties.Builder builder = ParquetProperties.builder()
                .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0)
                .withPageSize(PAGE_BYTES)
                .withDictionaryPageSize(PAGE_BYTES)
                .withSizeStatisticsEnabled(false);
        schema.withoutDictionary().forEach(name -> builder.withDictionaryEncoding(name, false));
        properties = builder.build();
        group = new OpenGroup();
        write(MAGIC);
    }

    /** Adds a row; a cell is null, a Long, a Double or a Binary, as its column's type says. */
    public void row(List<? extends @Nullable Object> cells) throws IOException {
        group.row(cells);
        if (group.rows % ROWS_BETWEEN_CHECKS == 0
                && (group.rows >= ROW_GROUP_ROWS || group.bytes() >= ROW_GROUP_BYTES)) {
            endGroup();
        }
    }

    private void endGroup() throws IOException {
        if (group.rows > 0) {
            rows += group.rows;
            rowGroups.add(group.writeTo());
        }
        group = new OpenGroup();
    }

    /** Writes the footer. */
    @Override
    public void close() throws IOException {
        try (out;
                zstd) {
            endGroup();
            ByteArrayOutputStream footer = new ByteArrayOutputStream();
            FileMetaData metaData = new FileMetaData(1, schema.elements(), rows, rowGroups)
                    .setCreated_by(CREATED_BY)
                    .setColumn_orders(columns.stream()
                            .map(column -> ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()))
                            .toList());
            Util.writeFileMetaData(metaData, footer);
            write(footer.toByteArray());
            write(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(footer.size())
                    .array());
            write(MAGIC);
        }
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }

    /** A row group that is being filled. */
    private final class OpenGroup implements PageWriteStore {

        private final Map<ColumnDescriptor, ColumnChunk> chunks = new LinkedHashMap<>();
        private final ColumnWriteStore store;
        private final List<ColumnWriter> writers = new ArrayList<>();
        private long rows;

        OpenGroup() {
            columns.forEach(column -> chunks.put(column, new ColumnChunk(column, zstd)));
            store = properties.newColumnWriteStore(schema.messageType(), this);
            columns.forEach(column -> writers.add(store.getColumnWriter(column)));
        }

        @Override
        public PageWriter getPageWriter(ColumnDescriptor column) {
            ColumnChunk chunk = chunks.get(column);
            if (chunk == null) {
                throw new IllegalArgumentException("No column " + column);
            }
            return chunk;
        }

        void row(List<? extends @Nullable Object> cells) {
            for (int i = 0; i < writers.size(); i++) {
                CellWriter.write(writers.get(i), cells.get(i));
            }
            store.endRecord();
            rows++;
        }

        long bytes() {
            return store.getBufferedSize();
        }

        RowGroup writeTo() throws IOException {
            store.flush();
            store.close();
            List<org.apache.parquet.format.ColumnChunk> written = new ArrayList<>();
            long start = position;
            long uncompressed = 0;
            for (ColumnChunk chunk : chunks.values()) {
                written.add(chunk.writeTo(out, position));
                position += chunk.size();
                uncompressed += chunk.uncompressedBytes();
            }
            return new RowGroup(written, uncompressed, rows)
                    .setFile_offset(start)
                    .setTotal_compressed_size(position - start);
        }

        @Override
        public void close() {
            // Its memory is the heap's.
        }
    }
}
