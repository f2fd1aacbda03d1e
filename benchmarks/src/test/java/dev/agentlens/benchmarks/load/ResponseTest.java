/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTest {

    private static final String SIZED =
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\ncontent-length: 5\r\n\r\nhello";
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n10;x=y\r\n0123456789abcdef\r\n0\r\n\r\n";
    private static final String EMPTY = "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50, 1_000})
    void answersMayComeInPiecesOfAnySize(int size) {
        Response response = new Response();

        assertThat(feed(response, SIZED, size)).isTrue();
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.bodyBytes()).isEqualTo(5);
        assertThat(response.header("retry-after")).isEqualTo("1");

        assertThat(feed(response, CHUNKED, size)).isTrue();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.bodyBytes()).isEqualTo(21);
        assertThat(response.header("Retry-After")).isNull();

        assertThat(feed(response, EMPTY, size)).isTrue();
        assertThat(response.bodyBytes()).isZero();
    }

    /** True if the last piece, and no piece before it, completes the response. */
    private static boolean feed(Response response, String answer, int size) {
        byte[] bytes = answer.getBytes(US_ASCII);
        for (int from = 0; from < bytes.length; from += size) {
            int length = Math.min(size, bytes.length - from);
            if (response.take(ByteBuffer.wrap(bytes, from, length))) {
                return from + length == bytes.length;
            }
        }
        return false;
    }
}
