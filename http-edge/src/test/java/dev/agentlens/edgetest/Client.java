/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edgetest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One client, with an address and so with budgets of its own: the application under test trusts one proxy. */
final class Client {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final AtomicInteger CLIENTS = new AtomicInteger();
    private static final int READ_TIMEOUT_MS = 20_000;

    private final int port;
    private final String address;

    Client(int port) {
        this.port = port;
        this.address = newAddress();
    }

    /** Of a client that no other test is. */
    static String newAddress() {
        int n = CLIENTS.incrementAndGet();
        return "10." + (1 + n / 65_536) + "." + n / 256 % 256 + "." + n % 256;
    }

    TestResponse get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    TestResponse post(String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
        all.addAll(Arrays.asList(headers));
        return send("POST", path, body, all.toArray(String[]::new));
    }

    /** @param headers names and values in turn */
    TestResponse send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("X-Forwarded-For", address);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new TestResponse(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends exactly these lines, Latin-1, and reads the one response up to the end of its body. */
    TestResponse sendRaw(String... lines) {
        String answer = exchangeRaw(String.join("\r\n", lines) + "\r\n\r\n");
        int end = answer.indexOf("\r\n\r\n");
        assertThat(end).as("end of the headers of '%s'", answer).isPositive();
        String[] head = answer.substring(0, end).split("\r\n");
        Map<String, List<String>> headers = new TreeMap<>();
        for (int i = 1; i < head.length; i++) {
            String[] field = head[i].split(": ?", 2);
            headers.computeIfAbsent(field[0], name -> new ArrayList<>()).add(field[1]);
        }
        return new TestResponse(
                Integer.parseInt(head[0].split(" ")[1]),
                HttpHeaders.of(headers, (name, value) -> true),
                new String(answer.substring(end + 4).getBytes(ISO_8859_1), UTF_8));
    }

    /** Everything that comes back until the server closes the connection, which the request asks for or deserves. */
    String exchangeRaw(String request) {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(READ_TIMEOUT_MS);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
