/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.parquet;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/** The pages of one column in one row group, compressed, until the group is written. */
final class ColumnChunk implements PageWriter {

    /** Longer texts are not worth their place in the footer. */
    private static final int LONGEST_BOUND = 64;

    private final ColumnDescriptor column;
    private final ZstdCompressCtx zstd;
    private final ByteArrayOutputStream dictionary = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final Set<Encoding> encodings = EnumSet.noneOf(Encoding.class);
    private final Statistics<?> statistics;
    private long values;
    private long uncompressedBytes;

    /** @param zstd compresses the pages; several chunks may share it */
    ColumnChunk(ColumnDescriptor column, ZstdCompressCtx zstd) {
        this.column = column;
        this.zstd = zstd;
        statistics = Statistics.createStats(column.getPrimitiveType());
    }

    @Override
    public void writePage(
            BytesInput bytes,
            int valueCount,
            int rowCount,
            Statistics<?> pageStatistics,
            Encoding repetitionLevels,
            Encoding definitionLevels,
            Encoding valueEncoding)
            throws IOException {
        DataPageHeader header = new DataPageHeader(
                valueCount, format(valueEncoding), format(definitionLevels), format(repetitionLevels));
        append(data, bytes, PageType.DATA_PAGE, page -> page.setData_page_header(header));
        statistics.mergeStatistics(pageStatistics);
        encodings.addAll(List.of(repetitionLevels, definitionLevels, valueEncoding));
        values += valueCount;
    }

    @Override
    public void writePage(
            BytesInput bytes,
            int valueCount,
            int rowCount,
            Statistics<?> pageStatistics,
            SizeStatistics sizes,
            Encoding repetitionLevels,
            Encoding definitionLevels,
            Encoding valueEncoding)
            throws IOException {
        writePage(bytes, valueCount, rowCount, pageStatistics, repetitionLevels, definitionLevels, valueEncoding);
    }

    @Override
    public void writeDictionaryPage(DictionaryPage page) throws IOException {
        DictionaryPageHeader header = new DictionaryPageHeader(page.getDictionarySize(), format(page.getEncoding()));
        append(dictionary, page.getBytes(), PageType.DICTIONARY_PAGE, each -> each.setDictionary_page_header(header));
        encodings.add(page.getEncoding());
    }

    private void append(ByteArrayOutputStream target, BytesInput bytes, PageType type, HeaderSetter setter)
            throws IOException {
        byte[] uncompressed = bytes.toByteArray();
        byte[] compressed = zstd.compress(uncompressed);
        PageHeader header = new PageHeader(type, uncompressed.length, compressed.length);
        setter.set(header);
        int before = target.size();
        Util.writePageHeader(header, target);
        uncompressedBytes += target.size() - before + uncompressed.length;
        target.writeBytes(compressed);
    }

    /** Writes the pages, and says where they are. */
    org.apache.parquet.format.ColumnChunk writeTo(OutputStream out, long position) throws IOException {
        dictionary.writeTo(out);
        data.writeTo(out);
        ColumnMetaData metaData = new ColumnMetaData(
                ParquetSchema.format(column.getPrimitiveType().getPrimitiveTypeName()),
                new ArrayList<>(encodings.stream().map(ColumnChunk::format).toList()),
                List.of(column.getPath()),
                CompressionCodec.ZSTD,
                values,
                uncompressedBytes,
                size(),
                position + dictionary.size());
        if (dictionary.size() > 0) {
            metaData.setDictionary_page_offset(position);
        }
        metaData.setStatistics(bounds());
        return new org.apache.parquet.format.ColumnChunk(position).setMeta_data(metaData);
    }

    private org.apache.parquet.format.Statistics bounds() {
        org.apache.parquet.format.Statistics bounds = new org.apache.parquet.format.Statistics();
        bounds.setNull_count(statistics.getNumNulls());
        if (statistics.hasNonNullValue()
                && statistics.getMinBytes().length <= LONGEST_BOUND
                && statistics.getMaxBytes().length <= LONGEST_BOUND) {
            bounds.setMin_value(statistics.getMinBytes());
            bounds.setMax_value(statistics.getMaxBytes());
        }
        return bounds;
    }

    long size() {
        return (long) dictionary.size() + data.size();
    }

    long uncompressedBytes() {
        return uncompressedBytes;
    }

    @Override
    public long getMemSize() {
        return size();
    }

    @Override
    public long allocatedSize() {
        return size();
    }

    @Override
    public String memUsageString(String prefix) {
        return prefix + size();
    }

    @Override
    @Deprecated
    public void writePage(
            BytesInput bytes,
            int valueCount,
            Statistics<?> pageStatistics,
            Encoding repetitionLevels,
            Encoding definitionLevels,
            Encoding valueEncoding) {
        throw new UnsupportedOperationException("A page must say how many rows it has");
    }

    @Override
    public void writePageV2(
            int rowCount,
            int nullCount,
            int valueCount,
            BytesInput repetitionLevels,
            BytesInput definitionLevels,
            Encoding dataEncoding,
            BytesInput bytes,
            Statistics<?> pageStatistics) {
        throw new UnsupportedOperationException("Pages are of version 1, which every reader knows");
    }

    private static org.apache.parquet.format.Encoding format(Encoding encoding) {
        return org.apache.parquet.format.Encoding.valueOf(encoding.name());
    }

    @FunctionalInterface
    private interface HeaderSetter {
        void set(PageHeader header);
    }
}
