/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.position;

/** A text that is no valid {@link PositionToken}: truncated, changed or invented. */
public final class DamagedPositionException extends RuntimeException {

    DamagedPositionException(String message) {
        super(message);
    }
}
