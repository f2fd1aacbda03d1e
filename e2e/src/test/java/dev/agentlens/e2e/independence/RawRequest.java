/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.independence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** Bytes that no HTTP client would send. */
final class RawRequest {

    private static final int TIMEOUT_MS = 20_000;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

    private RawRequest() {}

    /** The statuses of all responses up to where the server closes the connection. */
    static List<Integer> statuses(URI server, String request) throws IOException {
        return STATUS.matcher(responses(server, request))
                .results()
                .map(response -> Integer.parseInt(response.group(1)))
                .toList();
    }

    /** All that the server sends before it closes the connection. */
    static String responses(URI server, String request) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
