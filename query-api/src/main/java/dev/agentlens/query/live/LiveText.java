/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.position.LogPosition;
import dev.agentlens.common.position.PositionToken;
import dev.agentlens.query.http.StreamedJson;
import dev.agentlens.query.prices.EventCosts;
import dev.agentlens.query.session.SessionJson;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/**
 * The text of a stream: HTML Living Standard, section 9.2 (Server-sent events). An event's message has the event as GET
 * /sessions/:id has it, and as its {@code id} the position after it. What only has an {@code id} moves the position of the
 * client, and is no message to it.
 */
@Component
class LiveText {

    private static final String STATUS = "status";
    private static final int RETRY_MS = 2_000;

    private final StreamedJson streamedJson;

    LiveText(StreamedJson streamedJson) {
        this.streamedJson = streamedJson;
    }

    /** @param after the position after the event */
    LiveMessage message(LiveEvent live, LogPosition after, EventCosts costs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(id(after).getBytes(UTF_8));
        out.writeBytes("data: ".getBytes(UTF_8));
        int from = out.size();
        try (JsonGenerator json = streamedJson.generator(out)) {
            json.writeStartObject();
            if (live.endStatus() == null) {
                SessionJson.traced(json, live.event(), Set.of(), costs);
            } else {
                SessionJson.traced(json, live.event(), Set.of(STATUS), costs);
                json.writeStringProperty(STATUS, live.endStatus());
            }
            json.writeEndObject();
        }
        out.writeBytes("\n\n".getBytes(UTF_8));
        byte[] message = out.toByteArray();
        inOneLine(message, from, message.length - 2);
        return new LiveMessage(live.facets(), message);
    }

    /** What a stream begins with. @param remarks for whoever looks at it; each without a line break */
    byte[] begin(LogPosition position, List<String> remarks) {
        StringBuilder text = new StringBuilder();
        remarks.forEach(remark -> text.append(": ").append(remark).append('\n'));
        return text.append("retry: ")
                .append(RETRY_MS)
                .append('\n')
                .append(id(position))
                .append('\n')
                .toString()
                .getBytes(UTF_8);
    }

    byte[] heartbeat(LogPosition position) {
        return (": heartbeat\n" + id(position) + '\n').getBytes(UTF_8);
    }

    /** Without a position, which is that of the last message. */
    byte[] end(LiveEnd why) {
        return ("event: end\ndata: {\"reason\":\"" + why.reason() + "\"}\n\n").getBytes(UTF_8);
    }

    private static String id(LogPosition position) {
        return "id: " + PositionToken.of(position).text() + '\n';
    }

    /** A line break in JSON is white space: one in a string is escaped. */
    private static void inOneLine(byte[] message, int from, int to) {
        for (int i = from; i < to; i++) {
            if (message[i] == '\n' || message[i] == '\r') {
                message[i] = ' ';
            }
        }
    }
}
