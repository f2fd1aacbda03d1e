/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code ./agentlens demo}: sends example sessions to a running AgentLens over its public API. Arguments: its address and
 * the number of sessions. Ends with 0, or with 1 and one line on standard error.
 */
public final class Demo {

    private static final int MAX_SESSIONS = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final JsonMapper json = JsonMapper.shared();
    private final URI address;
    private final @Nullable String apiKey;
    private final PrintStream out;

    Demo(URI address, @Nullable String apiKey, PrintStream out) {
        this.address = address;
        this.apiKey = apiKey;
        this.out = out;
    }

    public static void main(String[] args) {
        try {
            String keys = System.getenv().getOrDefault("AGENTLENS_API_KEY", "");
            String apiKey = keys.isBlank() ? null : keys.split(",", 2)[0].strip();
            new Demo(address(args[0]), apiKey, System.out).run(sessions(args[1]));
        } catch (DemoException e) {
            System.err.println("agentlens: " + e.getMessage());
            System.exit(1);
        } catch (InterruptedException e) {
            System.exit(130);
        }
    }

    /** Why the demo cannot go on, in one line. */
    static final class DemoException extends RuntimeException {
        DemoException(String message) {
            super(message);
        }
    }

    void run(int sessions) throws InterruptedException {
        Instant now = Instant.now();
        int events = 0;
        String first = "";
        for (int n = 0; n < sessions; n++) {
            List<Map<String, Object>> batch = DemoSessions.session(n, now.minus(Duration.ofMinutes(7L * n)));
            String sessionId = String.valueOf(batch.get(0).get("session_id"));
            first = n == 0 ? sessionId : first;
            send(batch);
            events += batch.size();
            out.printf(Locale.ROOT, "[%d/%d] %s: %d events sent%n", n + 1, sessions, sessionId, events);
        }
        out.printf("%nSee them:%n");
        out.printf("  %s/#/session/%s in a browser%n", address, first);
        out.printf("  curl %s/sessions%n", address);
        out.printf("  curl %s/sessions/%s/explain%n", address, first);
        out.printf("  curl %s/analytics%n", address);
    }

    private void send(List<Map<String, Object>> events) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/events"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(Map.of("events", events))));
        if (apiKey != null) {
            request.header("X-API-Key", apiKey);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new DemoException(refusal(response));
            }
        } catch (ConnectException e) {
            throw new DemoException("Nothing answers at " + address + "; start it with ./agentlens up");
        } catch (IOException e) {
            throw new DemoException(address + " did not answer as expected: " + e.getMessage());
        }
    }

    private String refusal(HttpResponse<String> response) {
        String hint = response.statusCode() == 401 ? "; set AGENTLENS_API_KEY to its key" : "";
        return address + " refused the events with " + response.statusCode() + ": " + response.body() + hint;
    }

    private static URI address(String text) {
        URI address = URI.create(text.matches("https?://[^\\s/]+/?") ? text : "");
        if (address.getHost() == null) {
            throw new DemoException("--url must be an address such as http://localhost:3000, not '" + text + "'");
        }
        return address;
    }

    private static int sessions(String text) {
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX_SESSIONS) {
            throw new DemoException("--sessions must be a number from 1 to " + MAX_SESSIONS + ", not '" + text + "'");
        }
        return Integer.parseInt(text);
    }
}
