/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.check;

import dev.agentlens.e2e.cluster.Waiting;
import dev.agentlens.e2e.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;

/** Reads from the query-api instances. */
final class Api {

    private static final Duration RECOVERY = Duration.ofSeconds(20);

    private final List<URI> addresses;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    Api(List<URI> addresses) {
        this.addresses = addresses;
    }

    record Answer(int status, byte[] body) {

        JsonNode json() {
            return Json.parse(body);
        }
    }

    /** One try at some instance. */
    Answer tryGet(String path) throws IOException {
        URI address = addresses.get(ThreadLocalRandom.current().nextInt(addresses.size()));
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** From a healthy system. Retries 503 for a while, since a pool may still be reconnecting to its database. */
    Answer get(String path) {
        long giveUp = System.nanoTime() + RECOVERY.toNanos();
        while (true) {
            String problem;
            try {
                Answer answer = tryGet(path);
                if (answer.status() != 503) {
                    return answer;
                }
                problem = "503";
            } catch (IOException e) {
                problem = e.toString();
            }
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("GET " + path + " from a system that is well: " + problem);
            }
            Waiting.pause(200);
        }
    }
}
