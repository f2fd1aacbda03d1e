/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edgetest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;

/** The response to a request of a test. */
record TestResponse(int status, HttpHeaders headers, String body) {

    String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    /** Asserts the one form that errors have; further fields may be beside {@code error}. */
    TestResponse isError(int expectedStatus, String expectedError) {
        isAnyError(expectedStatus);
        assertThat(body).startsWith("{\"error\":\"" + expectedError + "\"");
        return this;
    }

    TestResponse isAnyError(int expectedStatus) {
        assertThat(status).as("status of %s", this).isEqualTo(expectedStatus);
        assertThat(header("Content-Type")).as("type of %s", this).isEqualTo("application/json");
        assertThat(body).startsWith("{\"error\":\"").endsWith("}");
        assertThat(body)
                .doesNotContain("Exception", "org.", "java", "dev.agentlens", "\\tat ", EdgeTestController.SECRET);
        return hasHeadersOfEveryAnswer();
    }

    TestResponse hasHeadersOfEveryAnswer() {
        assertThat(header("Cache-Control")).isEqualTo("no-store");
        assertThat(header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header("X-Request-Id")).matches("[A-Za-z0-9._-]{1,128}");
        assertThat(headers.map()).doesNotContainKeys("server", "x-powered-by");
        return this;
    }

    TestResponse hasBudget(int limit, int remaining) {
        assertThat(header("RateLimit-Limit")).as("RateLimit-Limit of %s", this).isEqualTo("" + limit);
        assertThat(header("RateLimit-Remaining")).isEqualTo("" + remaining);
        assertThat(Integer.parseInt(header("RateLimit-Reset"))).isBetween(1, 60);
        return this;
    }

    TestResponse hasNoBudget() {
        assertThat(headers.map()).doesNotContainKeys("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset");
        return this;
    }
}
