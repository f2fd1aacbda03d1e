/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.batch;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentlens.ingest.batch.Judged.Accepted;
import dev.agentlens.ingest.batch.Judged.Rejected;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The answer to POST /events.
 *
 * @param status {@code ok}, {@code partial} or {@code error}: all, some or none of the batch was accepted
 * @param error why nothing was accepted; absent otherwise
 * @param processed how many were accepted
 * @param rejected absent where none was
 * @param warnings the first 20; absent where there is none
 * @param warningsOmitted how many more there are; absent where there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BatchResponse(
        String status,
        @Nullable String error,
        int processed,
        @Nullable List<Rejection> rejected,
        @Nullable List<Warning> warnings,
        @JsonProperty("warnings_omitted") @Nullable Integer warningsOmitted) {

    private static final int MAX_WARNINGS = 20;

    /** One event that was not accepted; {@code event_id} is null where none was sent. */
    public record Rejection(
            int index, @JsonProperty("event_id") @Nullable String eventId, String error) {}

    static BatchResponse of(List<Judged> judged) {
        List<Rejection> rejections = judged.stream()
                .filter(Rejected.class::isInstance)
                .map(one -> rejection((Rejected) one))
                .toList();
        List<Warning> warnings = judged.stream()
                .filter(Accepted.class::isInstance)
                .flatMap(one -> ((Accepted) one).warnings().stream())
                .toList();
        int processed = judged.size() - rejections.size();
        boolean none = processed == 0 && !rejections.isEmpty();
        return new BatchResponse(
                rejections.isEmpty() ? "ok" : none ? "error" : "partial",
                none ? allRejected(rejections) : null,
                processed,
                rejections.isEmpty() ? null : rejections,
                warnings.isEmpty() ? null : warnings.subList(0, Math.min(MAX_WARNINGS, warnings.size())),
                warnings.size() > MAX_WARNINGS ? warnings.size() - MAX_WARNINGS : null);
    }

    @JsonIgnore
    HttpStatus httpStatus() {
        return switch (status) {
            case "ok" -> HttpStatus.OK;
            case "partial" -> HttpStatus.MULTI_STATUS;
            default -> HttpStatus.BAD_REQUEST;
        };
    }

    private static Rejection rejection(Rejected rejected) {
        return new Rejection(rejected.index(), rejected.eventId(), rejected.error());
    }

    private static String allRejected(List<Rejection> rejections) {
        Rejection first = rejections.get(0);
        return "No event was accepted (" + rejections.size() + " rejected); events[" + first.index() + "]: "
                + first.error();
    }
}
