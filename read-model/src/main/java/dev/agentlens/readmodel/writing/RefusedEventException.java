/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.writing;

import java.sql.SQLException;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The read tables reject this event, however often it is tried. The message says why without the event's content,
 * which PostgreSQL's own details would show.
 */
public final class RefusedEventException extends RuntimeException {

    /** From the first quote to the last: what is quoted may hold quotes. */
    private static final Pattern QUOTED = Pattern.compile("\".*\"", Pattern.DOTALL);

    private RefusedEventException(String message) {
        super(message);
    }

    /** @param failure for which {@link #mayBeOfAnEvent} holds */
    public static RefusedEventException because(RuntimeException failure) {
        SQLException refusal = refusal(failure);
        return refusal == null
                ? new RefusedEventException(
                        "It cannot be folded: " + failure.getClass().getSimpleName())
                : new RefusedEventException(
                        "PostgreSQL refuses it: " + message(refusal) + " (SQLSTATE " + refusal.getSQLState() + ")");
    }

    /**
     * Whether a failure may be an event's own, so that trying again does not help: a value that PostgreSQL refuses, or
     * that the fold cannot work with. Everything else, a database that is unavailable or full, a deadlock, passes.
     */
    static boolean mayBeOfAnEvent(RuntimeException failure) {
        SQLException refusal = refusal(failure);
        if (refusal != null) {
            String state = String.valueOf(refusal.getSQLState());
            // PostgreSQL's classes: cardinality, data exception, constraint violation, program limit exceeded.
            return state.startsWith("21") || state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
        }
        return !(failure instanceof DataAccessException
                || failure instanceof TransactionException
                || failure instanceof KafkaException
                || failure.getClass().getName().startsWith("dev.agentlens."));
    }

    private static @Nullable SQLException refusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    private static String message(SQLException refusal) {
        ServerErrorMessage server = refusal instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        if (server == null) {
            return "the driver could not send a value";
        }
        String message = String.valueOf(server.getMessage());
        // Of a value that it cannot work with PostgreSQL quotes the value; of a constraint, its name.
        return String.valueOf(refusal.getSQLState()).startsWith("22")
                ? QUOTED.matcher(message).replaceFirst("\"...\"")
                : message;
    }
}
