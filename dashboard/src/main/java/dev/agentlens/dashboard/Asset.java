/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the dashboard.
 *
 * @param contentType with its charset
 * @param plain       the file's bytes
 * @param gzipped     the same bytes, compressed as far as gzip can
 */
record Asset(String contentType, byte[] plain, byte[] gzipped) {

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "mjs", "text/javascript;charset=UTF-8",
            "svg", "image/svg+xml;charset=UTF-8");

    static Asset of(String path, byte[] content) {
        String extension = path.substring(path.lastIndexOf('.') + 1);
        String type = CONTENT_TYPES.getOrDefault(extension, "application/octet-stream");
        return new Asset(type, content, gzip(content));
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(content.length / 2);
        try (GZIPOutputStream gzip = new SmallestGzip(compressed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static final class SmallestGzip extends GZIPOutputStream {

        SmallestGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
