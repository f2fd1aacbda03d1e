/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.http;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.trace.RequestLog;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * A read fails with 503 if the database did not respond: it is unavailable, busy, or the projector has not made the tables
 * yet, and the same request may succeed later.
 */
@Component
@Order(DatabaseErrors.BEFORE_THE_EDGE)
class DatabaseErrors implements WebExceptionHandler {

    /** {@code ApiErrorHandler}, which writes the response, is at -2. */
    static final int BEFORE_THE_EDGE = -10;

    private static final Logger log = LoggerFactory.getLogger(DatabaseErrors.class);

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (isOfTheDatabase(failure)) {
            RequestLog.naming(exchange, () -> log.warn("The database did not respond: {}", rootMessage(failure)));
            return Mono.error(ApiException.unavailable(
                    "The read tables cannot be reached, please try again later", Duration.ofSeconds(2)));
        }
        return Mono.error(failure);
    }

    /** Not: one that we made by calling it wrongly, which is 500. */
    private static boolean isOfTheDatabase(Throwable failure) {
        return failure instanceof TransactionException
                || (failure instanceof DataAccessException && !(failure instanceof InvalidDataAccessApiUsageException));
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
