/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** POST /sessions/compare with pairs that are drawn from a list of two sessions or more, with a fixed seed. */
public final class CompareRequests implements Requests {

    private static final int HEAD_BYTES = 200;

    private final List<String> sessionIds;
    private final Random random = new Random(7);

    public CompareRequests(List<String> sessionIds) {
        this.sessionIds = List.copyOf(sessionIds);
    }

    @Override
    public int capacity() {
        return HEAD_BYTES
                + 2 * sessionIds.stream().mapToInt(String::length).max().orElse(0);
    }

    @Override
    public int next(ByteBuffer into) {
        int first = random.nextInt(sessionIds.size());
        int second = (first + 1 + random.nextInt(sessionIds.size() - 1)) % sessionIds.size();
        String body =
                "{\"session_a\":\"" + sessionIds.get(first) + "\",\"session_b\":\"" + sessionIds.get(second) + "\"}";
        into.clear()
                .put(("POST /sessions/compare HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(US_ASCII))
                .flip();
        return 1;
    }
}
