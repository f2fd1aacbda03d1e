/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.rejected;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.redrive.Redrive.Outcome;
import dev.agentlens.cli.redrive.Redrive.Ready;
import dev.agentlens.cli.redrive.Redrive.Sender;
import dev.agentlens.cli.terminal.PrettyPrinter;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** POST /events of the running system, in batches. A batch whose fate is unknown is sent again: its events have ids. */
final class EventsApi implements Sender<RejectedEvent, RawJson> {

    private static final int BATCH_EVENTS = 500;
    private static final int BATCH_BYTES = 4 * 1024 * 1024;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);
    private static final int TRIES = 20;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final JsonMapper json = JsonMapper.shared();
    private final URI events;
    private final @Nullable String apiKey;
    private final PrintWriter err;

    EventsApi(URI address, @Nullable String apiKey, PrintWriter err) {
        this.events = address.resolve("/events");
        this.apiKey = apiKey;
        this.err = err;
    }

    @Override
    public void send(List<Ready<RejectedEvent, RawJson>> entries, Outcome<RejectedEvent> outcome) {
        List<Ready<RejectedEvent, RawJson>> batch = new ArrayList<>();
        long bytes = 0;
        for (Ready<RejectedEvent, RawJson> entry : entries) {
            if (!batch.isEmpty()
                    && (batch.size() == BATCH_EVENTS || bytes + entry.what().length() > BATCH_BYTES)) {
                sendBatch(batch, outcome);
                batch = new ArrayList<>();
                bytes = 0;
            }
            batch.add(entry);
            bytes += entry.what().length();
        }
        sendBatch(batch, outcome);
    }

    private void sendBatch(List<Ready<RejectedEvent, RawJson>> batch, Outcome<RejectedEvent> outcome) {
        HttpResponse<String> response = post(body(batch));
        switch (response.statusCode()) {
            case 200, 207 -> settle(batch, refusals(response), outcome);
            case 400, 413 -> refusedWhole(batch, response, outcome);
            case 401 ->
                throw new CommandFailedException(events + " wants another key than "
                        + (apiKey == null ? "none" : "that of AGENTLENS_API_KEY")
                        + "; set AGENTLENS_API_KEY to one of its keys and start the same command again");
            default ->
                throw new CommandFailedException(events + " returned " + response.statusCode() + ": "
                        + PrettyPrinter.line(response.body(), 300) + "; is --url the address of AgentLens?");
        }
    }

    /**
     * Each event was validated; a batch that exceeds the limits of the API is halved, down to the event that exceeds them.
     */
    private void refusedWhole(
            List<Ready<RejectedEvent, RawJson>> batch, HttpResponse<String> response, Outcome<RejectedEvent> outcome) {
        Map<Integer, String> refusals = refusals(response);
        if (!refusals.isEmpty()) {
            settle(batch, refusals, outcome);
        } else if (batch.size() == 1) {
            outcome.refused(batch.get(0).entry(), error(response), false);
        } else {
            sendBatch(batch.subList(0, batch.size() / 2), outcome);
            sendBatch(batch.subList(batch.size() / 2, batch.size()), outcome);
        }
    }

    private static void settle(
            List<Ready<RejectedEvent, RawJson>> batch, Map<Integer, String> refusals, Outcome<RejectedEvent> outcome) {
        List<RejectedEvent> accepted = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (!refusals.containsKey(i)) {
                accepted.add(batch.get(i).entry());
            }
        }
        outcome.arrived(accepted);
        refusals.forEach((index, reason) -> outcome.refused(batch.get(index).entry(), reason, true));
    }

    /** The response, once it is one that says what became of the batch. */
    private HttpResponse<String> post(byte[] body) {
        String why = "";
        for (int tries = 1; tries <= TRIES; tries++) {
            try {
                HttpResponse<String> response = http.send(request(body), BodyHandlers.ofString(UTF_8));
                if (response.statusCode() != 429 && response.statusCode() != 503) {
                    return response;
                }
                why = response.statusCode() + ": " + error(response);
                pause(retryAfter(response), why);
            } catch (IOException e) {
                why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                if (e instanceof ConnectException && tries == 1) {
                    throw new CommandFailedException(
                            "Nothing answers at " + events + "; --url says where the API is", e);
                }
                pause(Duration.ofSeconds(Math.min(tries, 10)), why);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailedException("Interrupted; start the same command again", e);
            }
        }
        throw new CommandFailedException(events + " did not take the events in " + TRIES + " tries (" + why
                + "). Those that it took are marked; start the same command again for the others");
    }

    private void pause(Duration pause, String why) {
        err.println("Waiting " + pause.toSeconds() + " s before trying again: " + PrettyPrinter.line(why, 200));
        err.flush();
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("Interrupted; start the same command again", e);
        }
    }

    private HttpRequest request(byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(events)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        if (apiKey != null) {
            request.header("X-API-Key", apiKey);
        }
        return request.build();
    }

    private static byte[] body(List<Ready<RejectedEvent, RawJson>> batch) {
        return new JsonObjectWriter(1024)
                .list("events", batch.stream().map(Ready::what).toList())
                .bytes();
    }

    private Map<Integer, String> refusals(HttpResponse<String> response) {
        Map<Integer, String> refusals = new HashMap<>();
        for (JsonNode rejected : answer(response).path("rejected")) {
            refusals.put(rejected.path("index").asInt(), rejected.path("error").asString());
        }
        return refusals;
    }

    private String error(HttpResponse<String> response) {
        return answer(response).path("error").asString(PrettyPrinter.line(response.body(), 300));
    }

    private JsonNode answer(HttpResponse<String> response) {
        try {
            return json.readTree(response.body());
        } catch (JacksonException e) {
            return json.createObjectNode();
        }
    }

    /** In full seconds, as this API writes it; longer values become the longest pause. */
    private static Duration retryAfter(HttpResponse<?> response) {
        String seconds = response.headers().firstValue("Retry-After").orElse("1");
        Duration asked =
                seconds.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ofSeconds(1);
        return asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE;
    }
}
