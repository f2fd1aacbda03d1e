/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.prices;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A price file cannot be used. The message is one line: file, line, field, what was expected and what is there. */
public final class PriceFileException extends RuntimeException {

    private PriceFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static PriceFileException unreadable(Path file, Exception cause) {
        return new PriceFileException(
                file + ": cannot be read as UTF-8 text (" + cause.getClass().getSimpleName() + ")", cause);
    }

    static PriceFileException at(String file, long line, String field, String problem) {
        return new PriceFileException(file + ", line " + line + ", " + field + ": " + problem, null);
    }

    static PriceFileException at(String file, long line, String problem) {
        return new PriceFileException(file + ", line " + line + ": " + problem, null);
    }
}
