/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of Server-Sent Events, by the rules of the HTML Living Standard, section 9.2.6. */
final class EventStream implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final InputStream bytes;
    private final BufferedReader lines;
    private final List<String> comments = new ArrayList<>();
    private String lastEventId = "";

    EventStream(InputStream bytes) {
        this.bytes = bytes;
        lines = new BufferedReader(new InputStreamReader(bytes, UTF_8));
    }

    /** @param id the position after it */
    record Message(String type, String id, String data) {

        JsonNode json() {
            return MAPPER.readTree(data);
        }

        String eventId() {
            return json().path("event_id").stringValue();
        }
    }

    /** The next one; null at the end of the stream. */
    Message next() throws IOException {
        String type = "message";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                lastEventId = line.substring(4);
            } else if (line.startsWith("data: ")) {
                data.append(line.substring(6)).append('\n');
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith(": ")) {
                comments.add(line.substring(2));
            } else if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return new Message(type, lastEventId, data.substring(0, data.length() - 1));
                }
                type = "message";
            }
        }
        return null;
    }

    List<Message> next(int count) throws IOException {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(next());
        }
        return messages;
    }

    /** Of their events, in order. */
    List<String> nextIds(int count) throws IOException {
        return next(count).stream().map(Message::eventId).toList();
    }

    /** Whether a heartbeat comes before another message. */
    boolean isSilent() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals(": heartbeat")) {
                return true;
            }
            if (line.startsWith("data: ")) {
                return false;
            }
        }
        return false;
    }

    /** Every comment that came before the last message. */
    List<String> comments() {
        return comments;
    }

    String lastEventId() {
        return lastEventId;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
