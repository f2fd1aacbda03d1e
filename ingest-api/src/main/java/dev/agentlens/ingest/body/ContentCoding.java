/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.body;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.error.RequestExcerpt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The codings of a request body that are understood (RFC 9110, section 8.4; RFC 8878). */
public enum ContentCoding {
    IDENTITY {
        @Override
        InputStream open(InputStream body) {
            return body;
        }
    },
    /** Several members in a row are one body (RFC 1952, section 2.2). */
    GZIP {
        @Override
        InputStream open(InputStream body) throws IOException {
            return new GZIPInputStream(body, 8192);
        }
    },
    ZSTD {
        @Override
        InputStream open(InputStream body) throws IOException {
            // 8 MiB is the window that RFC 8878 asks every decoder to have; a larger one is an attack on memory.
            return new ZstdInputStreamNoFinalizer(body).setLongMax(23);
        }
    };

    private static final int CHUNK = 8192;

    abstract InputStream open(InputStream body) throws IOException;

    /** @throws ApiException 415 for a coding that is not understood */
    public static ContentCoding of(@Nullable String contentEncoding) {
        String name = contentEncoding == null ? "" : contentEncoding.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "zstd" -> ZSTD;
            default ->
                throw new ApiException(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "Unsupported Content-Encoding " + RequestExcerpt.quoted(contentEncoding)
                                + "; send the body plain, or as gzip or zstd");
        };
    }

    /**
     * @param limit of the decoded body
     * @param share pays for the decoded bytes
     * @throws ApiException 413 if the decoded body is larger, 400 if it is damaged, 503 if there is no memory for it
     */
    public byte[] decode(byte[] body, BodyLimit limit, BufferBudget.Share share) {
        if (this == IDENTITY) {
            return body;
        }
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = open(new ByteArrayInputStream(body))) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                if (decoded.size() + n > limit.bytes()) {
                    throw limit.exceeded();
                }
                share.take(n);
                decoded.write(chunk, 0, n);
            }
            return decoded.toByteArray();
        } catch (IOException e) {
            throw ApiException.badRequest(
                    "The body is not valid " + name().toLowerCase(Locale.ROOT) + ", or ends early");
        }
    }
}
