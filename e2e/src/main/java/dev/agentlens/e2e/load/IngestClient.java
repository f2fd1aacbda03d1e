/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A batch sent in the manners of clients: properly, or broken off. */
final class IngestClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    /** @param position value of the header AgentLens-Position; null where there is none */
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(int status, byte[] body, @Nullable String position, boolean hasRetryAfter) {

        String text() {
            return new String(body, UTF_8);
        }
    }

    Answer post(URI address, Batch batch) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        address.resolve(batch.format().path()))
                .timeout(TIMEOUT)
                .header("Content-Type", batch.format().mediaType())
                .POST(BodyPublishers.ofByteArray(batch.body()));
        if (batch.coding() != Batch.Coding.PLAIN) {
            request.header("Content-Encoding", coding(batch));
        }
        if (batch.idempotencyKey() != null) {
            request.header("Idempotency-Key", batch.idempotencyKey());
        }
        HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
        return new Answer(
                response.statusCode(),
                response.body(),
                response.headers().firstValue("AgentLens-Position").orElse(null),
                response.headers().firstValue("Retry-After").isPresent());
    }

    /** Sends a part of the request, from nothing to all of it, and resets the connection without waiting for a response. */
    void breakOff(URI address, Batch batch, double part) throws IOException {
        byte[] body = batch.body();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()), 3_000);
            OutputStream out = socket.getOutputStream();
            out.write(head(batch, body.length).getBytes(US_ASCII));
            out.write(body, 0, (int) (body.length * part));
            out.flush();
            if (part < 1) {
                socket.setSoLinger(true, 0);
            }
        }
    }

    private static String head(Batch batch, int length) {
        String head = "POST " + batch.format().path() + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                + batch.format().mediaType() + "\r\nContent-Length: " + length + "\r\n";
        if (batch.coding() != Batch.Coding.PLAIN) {
            head += "Content-Encoding: " + coding(batch) + "\r\n";
        }
        if (batch.idempotencyKey() != null) {
            head += "Idempotency-Key: " + batch.idempotencyKey() + "\r\n";
        }
        return head + "\r\n";
    }

    private static String coding(Batch batch) {
        return batch.coding().name().toLowerCase(Locale.ROOT);
    }
}
