/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * POST /v1/traces with spans of new traces. A body is a copy of one that was made before, in which the ids of the traces are
 * filled in.
 */
public final class SpanRequests implements Requests {

    private static final int TEMPLATES = 8;

    private final SpanEncoding encoding;
    private final List<Template> templates = new ArrayList<>();
    private final int spans;
    private long requests;
    private long traces;

    /** @param placesOfTraces in the body, by trace: where the eight bytes, or the digits of them, begin that are to be filled in */
    @SuppressWarnings("ArrayRecordComponent")
    private record Template(byte[] head, byte[] body, List<List<Integer>> placesOfTraces) {}

    /** @param spans of a request */
    public SpanRequests(SpanEncoding encoding, int spans, long seed) {
        this.encoding = encoding;
        this.spans = spans;
        Random random = new Random(seed);
        for (int i = 0; i < TEMPLATES; i++) {
            templates.add(template(new SpanBatch(random, spans)));
        }
    }

    private Template template(SpanBatch batch) {
        byte[] body = encoding.body(batch.request());
        List<List<Integer>> places = new ArrayList<>();
        for (long trace : batch.traces()) {
            places.add(places(body, encoding.id(trace)));
        }
        byte[] head = ("POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + encoding.mediaType()
                        + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(US_ASCII);
        return new Template(head, body, places);
    }

    private static List<Integer> places(byte[] body, byte[] wanted) {
        List<Integer> places = new ArrayList<>();
        for (int at = 0; at <= body.length - wanted.length; at++) {
            if (body[at] == wanted[0] && matches(body, at, wanted)) {
                places.add(at);
            }
        }
        return places;
    }

    private static boolean matches(byte[] body, int at, byte[] wanted) {
        for (int i = 1; i < wanted.length; i++) {
            if (body[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int capacity() {
        return templates.stream()
                .mapToInt(template -> template.head.length + template.body.length)
                .max()
                .orElseThrow();
    }

    @Override
    public int next(ByteBuffer into) {
        Template template = templates.get((int) (requests++ % TEMPLATES));
        into.clear().put(template.head).put(template.body);
        for (List<Integer> places : template.placesOfTraces) {
            byte[] id = encoding.id(++traces);
            places.forEach(place -> into.put(template.head.length + place, id));
        }
        into.flip();
        // A root is also the start and the end of its session.
        return spans + 2 * template.placesOfTraces.size();
    }

    /** Of a span in a request. */
    public double averageBytes() {
        return templates.stream()
                        .mapToInt(template -> template.body.length)
                        .average()
                        .orElseThrow()
                / spans;
    }
}
