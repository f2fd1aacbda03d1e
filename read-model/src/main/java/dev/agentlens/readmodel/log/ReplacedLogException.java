/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.log;

/** The topic is another one than when its partitions were positioned: what was read may be of either. */
public final class ReplacedLogException extends RuntimeException {

    public ReplacedLogException(String presentId) {
        super("The topic was deleted and made again; its id is " + presentId + " now");
    }
}
