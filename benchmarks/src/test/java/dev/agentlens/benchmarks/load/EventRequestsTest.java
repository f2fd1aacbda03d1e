/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EventRequestsTest {

    @Test
    void aRequestHasTheLengthThatItsHeadSays() {
        EventRequests requests = new EventRequests(EventStream.of(Profile.AGENT, 0, 1), 50);
        ByteBuffer buffer = ByteBuffer.allocate(requests.capacity());
        for (int i = 0; i < 20; i++) {
            assertThat(requests.next(buffer)).isEqualTo(50);
            String request = US_ASCII.decode(buffer).toString();
            String[] parts = request.split("\r\n\r\n", 2);

            assertThat(parts[0])
                    .startsWith("POST /events HTTP/1.1\r\n")
                    .endsWith("Content-Length: " + parts[1].length());
            assertThat(JsonMapper.builder()
                            .build()
                            .readTree(parts[1])
                            .get("events")
                            .size())
                    .isEqualTo(50);
        }
    }
}
