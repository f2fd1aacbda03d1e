/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.position;

/** A text that no one who knows the log has written as a {@link PositionToken}: cut, changed or made up. */
public final class DamagedPositionException extends RuntimeException {

    DamagedPositionException(String message) {
        super(message);
    }
}
