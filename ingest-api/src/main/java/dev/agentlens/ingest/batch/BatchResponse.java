/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.batch;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentlens.ingest.validation.Warning;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The response to POST /events.
 *
 * @param status {@code ok}, {@code partial} or {@code error}: all, some or none of the batch was accepted
 * @param error why no event was accepted; absent otherwise
 * @param processed how many were accepted
 * @param rejected absent if there are none
 * @param warnings the first 20; absent if there are none
 * @param warningsOmitted how many more there are; absent if there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BatchResponse(
        String status,
        @Nullable String error,
        int processed,
        @Nullable List<Rejection> rejected,
        @Nullable List<Warning> warnings,
        @JsonProperty("warnings_omitted") @Nullable Integer warningsOmitted) {

    /** One event that was not accepted; {@code event_id} is null where none was sent. */
    public record Rejection(
            int index, @JsonProperty("event_id") @Nullable String eventId, String error) {}

    @JsonIgnore
    HttpStatus httpStatus() {
        return switch (status) {
            case "ok" -> HttpStatus.OK;
            case "partial" -> HttpStatus.MULTI_STATUS;
            default -> HttpStatus.BAD_REQUEST;
        };
    }
}
