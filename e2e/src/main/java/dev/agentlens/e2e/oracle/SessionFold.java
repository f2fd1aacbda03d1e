/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.oracle;

import dev.agentlens.e2e.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One session as the API reference defines it, from its distinct events in any order. */
public final class SessionFold {

    private static final String NO_AGENT = "default-agent";

    private final String sessionId;
    private long events;
    private long errors;
    private BigInteger tokensIn = BigInteger.ZERO;
    private BigInteger tokensOut = BigInteger.ZERO;
    private BigInteger cacheRead = BigInteger.ZERO;
    private BigInteger mostDeclaredIn = BigInteger.ZERO;
    private BigInteger mostDeclaredOut = BigInteger.ZERO;
    private Spending spending = Spending.NONE;
    private final SortedSet<String> models = new TreeSet<>();
    private final SortedSet<String> tools = new TreeSet<>();
    private @Nullable ExpectedEvent conversing;
    private @Nullable Decider first;
    private boolean firstIsTied;
    private @Nullable Decider start;
    private @Nullable Decider end;

    /** An event that may decide: what of it is shown, by its time. */
    private record Decider(
            Instant at,
            @Nullable String id,
            @Nullable String agentName,
            String metadata,
            String status,
            BigInteger totalIn,
            BigInteger totalOut)
            implements Comparable<Decider> {

        static Decider of(Instant at, ExpectedEvent event) {
            JsonNode metadata = event.sent().get("metadata");
            return new Decider(
                    at,
                    event.givenId(),
                    event.agentName(),
                    event.isStart() && metadata != null && !metadata.isNull() ? metadata.toString() : "{}",
                    event.status(),
                    event.totalTokensIn(),
                    event.totalTokensOut());
        }

        /** By time, then by id; 0 where the server alone knows the ids. */
        @Override
        public int compareTo(Decider other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 || id == null || other.id == null ? byTime : id.compareTo(other.id);
        }

        boolean showsTheSameAs(Decider other) {
            return Objects.equals(agentName, other.agentName)
                    && metadata.equals(other.metadata)
                    && status.equals(other.status)
                    && totalIn.equals(other.totalIn)
                    && totalOut.equals(other.totalOut);
        }
    }

    public SessionFold(String sessionId) {
        this.sessionId = sessionId;
    }

    /** Each distinct event once. */
    public void add(ExpectedEvent event) {
        addFirst(Decider.of(event.timestamp(), event));
        if (event.conversationId() != null
                && (conversing == null || event.timestamp().isBefore(conversing.timestamp()))) {
            conversing = event;
        }
        if (event.isStart()) {
            start = earlier(start, Decider.of(event.timestamp(), event));
        } else if (event.isEnd()) {
            Decider candidate = Decider.of(Objects.requireNonNull(event.end()), event);
            mostDeclaredIn = mostDeclaredIn.max(event.totalTokensIn());
            mostDeclaredOut = mostDeclaredOut.max(event.totalTokensOut());
            end = end == null || precedes(end, candidate) ? candidate : end;
        } else {
            events++;
            errors += event.isError() ? 1 : 0;
            tokensIn = tokensIn.add(event.tokensIn());
            tokensOut = tokensOut.add(event.tokensOut());
            cacheRead = cacheRead.add(event.cacheReadTokens());
            spending = spending.plus(Spending.of(event));
            addName(event.model(), models);
            addName(event.tool(), tools);
        }
    }

    /** A tie matters only where there turns out to be no start. */
    private void addFirst(Decider candidate) {
        int order = first == null ? -1 : candidate.compareTo(first);
        if (order == 0 && first != null) {
            firstIsTied |= !candidate.showsTheSameAs(first);
        } else if (order < 0) {
            firstIsTied = false;
            first = candidate;
        }
    }

    public String sessionId() {
        return sessionId;
    }

    public long events() {
        return events;
    }

    public long errors() {
        return errors;
    }

    public Instant startedAt() {
        return deciding().at();
    }

    public String agentName() {
        String name = deciding().agentName();
        return name == null || name.isEmpty() ? NO_AGENT : name;
    }

    /** {@code active} without a session_end. */
    public String status() {
        return end == null ? "active" : end.status();
    }

    public BigInteger totalTokensIn() {
        return end != null && end.totalIn().signum() > 0 ? end.totalIn() : tokensIn;
    }

    public BigInteger totalTokensOut() {
        return end != null && end.totalOut().signum() > 0 ? end.totalOut() : tokensOut;
    }

    /** The most that any part of the events can amount to. */
    public BigInteger mostTokensIn() {
        return tokensIn.max(mostDeclaredIn);
    }

    /** The most that any part of the events can amount to. */
    public BigInteger mostTokensOut() {
        return tokensOut.max(mostDeclaredOut);
    }

    /** Microseconds from start to end, not below 0; null while active. */
    public @Nullable Long durationUs() {
        return end == null
                ? null
                : Math.max(0, Duration.between(startedAt(), end.at()).toNanos() / 1_000);
    }

    Spending spending() {
        return spending;
    }

    private static void addName(@Nullable String name, SortedSet<String> names) {
        if (name != null) {
            names.add(name);
        }
    }

    /** Tokens that were declared beyond those of the events. */
    private BigInteger declaredOnly() {
        return totalTokensIn()
                .subtract(tokensIn)
                .max(BigInteger.ZERO)
                .add(totalTokensOut().subtract(tokensOut).max(BigInteger.ZERO));
    }

    /** The documented fields of a session. */
    public ObjectNode documented() {
        ObjectNode read = JsonNodeFactory.instance.objectNode();
        read.put("session_id", sessionId);
        read.put("agent_name", agentName());
        read.put("started_at", startedAt().toString());
        read.put("ended_at", end == null ? null : end.at().toString());
        read.set("metadata", Json.parse(start == null ? "{}" : start.metadata()));
        read.put("total_tokens_in", totalTokensIn());
        read.put("total_tokens_out", totalTokensOut());
        read.put("status", status());
        return read;
    }

    /** The fields of an item of GET /sessions, but for those that are read out of prompts and errors. */
    public ObjectNode asRead() {
        ObjectNode read = documented();
        BigInteger unpriced = spending.unpriced().add(declaredOnly());
        Long durationUs = durationUs();
        read.put("event_count", events);
        read.put("error_count", errors);
        read.put("duration_ms", durationUs == null ? null : BigDecimal.valueOf(durationUs, 3));
        models.forEach(read.putArray("models")::add);
        tools.forEach(read.putArray("tools")::add);
        read.put("conversation_id", conversing == null ? null : conversing.conversationId());
        read.put("cache_read_tokens", cacheRead);
        read.put("cache_write_tokens", 0);
        read.put("reasoning_tokens", 0);
        read.put("cost_usd", unpriced.signum() > 0 ? null : spending.usd());
        read.put("unpriced_tokens", unpriced);
        return read;
    }

    private Decider deciding() {
        if (start == null && firstIsTied) {
            throw new IllegalStateException(
                    "The workload left a tie in " + sessionId + " that only the server can break");
        }
        return Objects.requireNonNull(start != null ? start : first, "a session without events");
    }

    private static Decider earlier(@Nullable Decider known, Decider candidate) {
        return known == null || precedes(candidate, known) ? candidate : known;
    }

    private static boolean precedes(Decider one, Decider other) {
        int order = one.compareTo(other);
        if (order == 0 && !one.showsTheSameAs(other)) {
            throw new IllegalStateException("The workload left a tie that only the server can break: " + one + other);
        }
        return order < 0;
    }
}
