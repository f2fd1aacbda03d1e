/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** GETs of paths that are drawn from a list, with a fixed seed. */
public final class GetRequests implements Requests {

    private final List<byte[]> requests;
    private final Random random = new Random(7);

    public GetRequests(List<String> paths) {
        requests = paths.stream()
                .map(path -> ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII))
                .toList();
    }

    @Override
    public int capacity() {
        return requests.stream().mapToInt(request -> request.length).max().orElse(0);
    }

    @Override
    public int next(ByteBuffer into) {
        into.clear().put(requests.get(random.nextInt(requests.size()))).flip();
        return 1;
    }
}
