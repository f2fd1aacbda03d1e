/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * Body of GET /analytics: the fields of the API reference, and ours behind them.
 *
 * @param warnings about the request; omitted if empty
 */
record AnalyticsResponse(
        @JsonUnwrapped Analytics reference,
        @JsonUnwrapped UsageAnalytics usage,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {}
