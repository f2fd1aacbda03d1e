/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.terminal.PrettyPrinter;
import dev.agentlens.common.json.JsonReader;
import dev.agentlens.common.json.MalformedJsonException;
import dev.agentlens.common.json.RawJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a running AgentLens. A response of 429 or 503, and a connection that breaks, are tried again after a pause:
 * that of {@code Retry-After}, else a growing one. Any other failure is a {@link CommandFailedException} that says what to
 * do. Safe for use by several threads.
 */
public final class Api {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final int TRIES = 12;
    private static final int SHOWN_ERROR = 400;
    private static final byte[] NOTHING = {};

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final URI address;
    private final @Nullable String apiKey;
    private final Pauses pauses;

    Api(URI address, @Nullable String apiKey, Pauses pauses) {
        this.address = address;
        this.apiKey = apiKey;
        this.pauses = pauses;
    }

    /** The JSON that GET responds with. */
    public RawJson get(String path, Query query) {
        return json(body(send(request(path + query).GET().build(), toBytes())));
    }

    /** The JSON that POST responds with. */
    public RawJson post(String path, RawJson body) {
        return json(body(send(posted(path, body), toBytes())));
    }

    private HttpRequest posted(String path, RawJson body) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.text()))
                .build();
    }

    /** Writes what POST responds with to a file, from its start; it is complete when this returns. */
    public void download(String path, RawJson body, Path file) {
        body(send(
                posted(path, body),
                info -> info.statusCode() == 200
                        ? BodySubscribers.mapping(
                                BodySubscribers.ofFile(file, CREATE, WRITE, TRUNCATE_EXISTING), written -> NOTHING)
                        : BodySubscribers.ofByteArray()));
    }

    private static BodyHandler<byte[]> toBytes() {
        return BodyHandlers.ofByteArray();
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(pathAndQuery)).timeout(RESPONSE_TIMEOUT);
        if (apiKey != null) {
            request.header("X-API-Key", apiKey);
        }
        return request;
    }

    private byte[] body(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            throw refused(response);
        }
        return response.body();
    }

    /** The response, once it is one that another try would not change. */
    private HttpResponse<byte[]> send(HttpRequest request, BodyHandler<byte[]> handler) {
        String why = "";
        for (int tries = 1; tries <= TRIES; tries++) {
            Duration pause = backOff(tries);
            try {
                HttpResponse<byte[]> response = http.send(request, handler);
                if (response.statusCode() != 429 && response.statusCode() != 503) {
                    return response;
                }
                why = error(response);
                pause = retryAfter(response, pause);
            } catch (ConnectException e) {
                throw new CommandFailedException(
                        "Nothing answers at " + address + "; ./agentlens up starts AgentLens here, --url names another"
                                + " address",
                        e);
            } catch (IOException | UncheckedIOException e) {
                why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailedException("Interrupted", e);
            }
            if (tries < TRIES) {
                pauses.pause(pause, why);
            }
        }
        throw new CommandFailedException(request.uri().getPath() + " of " + address + " did not respond in " + TRIES
                + " tries: " + PrettyPrinter.line(why, SHOWN_ERROR) + ". Try again later");
    }

    private CommandFailedException refused(HttpResponse<byte[]> response) {
        String error = PrettyPrinter.line(error(response), SHOWN_ERROR);
        return new CommandFailedException(
                switch (response.statusCode()) {
                    case 401, 403 ->
                        error + " (" + address + "); set AGENTLENS_API_KEY, or --api-key, to a key that may read";
                    case 404 -> error + " (" + address + "); ./agentlens sessions lists the sessions";
                    case 400, 413, 422 -> error;
                    default ->
                        address + " responded with " + response.statusCode() + ": " + error
                                + "; is --url the address of AgentLens?";
                });
    }

    /** The API's own words, else the body. */
    private static String error(HttpResponse<byte[]> response) {
        try {
            RawJson error = JsonReader.read(response.body(), JsonReader::value).field("error");
            String words = error == null ? null : error.string();
            if (words != null) {
                return words;
            }
        } catch (MalformedJsonException e) {
            // Of a gateway, say.
        }
        return new String(response.body(), UTF_8);
    }

    private RawJson json(byte[] body) {
        try {
            return JsonReader.read(body, JsonReader::value);
        } catch (MalformedJsonException e) {
            throw new CommandFailedException(
                    address + " responded with something else than JSON; is --url the address of AgentLens?", e);
        }
    }

    private static Duration backOff(int tries) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** In full seconds, as this API writes it. */
    private static Duration retryAfter(HttpResponse<?> response, Duration otherwise) {
        String seconds = response.headers().firstValue("Retry-After").orElse("");
        if (!seconds.matches("\\d{1,6}")) {
            return otherwise;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(seconds));
        return asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE;
    }
}
