/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lists show of a session beside the documented fields.
 *
 * @param title the words of the first prompt; null without one
 * @param firstError message of the earliest error; null without one
 * @param models names, sorted; the first 32
 * @param tools names, sorted; the first 64
 * @param cacheReadTokens part of the input
 * @param cacheWriteTokens part of the input
 * @param reasoningTokens part of the output
 * @param costUsd null where the price of some tokens is unknown
 * @param unpricedTokens whose price is unknown
 */
public record SessionFigures(
        @Nullable String title,
        @Nullable String firstError,
        List<String> models,
        List<String> tools,
        @Nullable String conversationId,
        BigDecimal cacheReadTokens,
        BigDecimal cacheWriteTokens,
        BigDecimal reasoningTokens,
        @Nullable BigDecimal costUsd,
        BigDecimal unpricedTokens) {

    /** Of a session without any. */
    public static final SessionFigures NONE = new SessionFigures(
            null,
            null,
            List.of(),
            List.of(),
            null,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO);
}
