/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.log;

/** The topic was replaced after its partitions were positioned: records read since may be from either log. */
public final class ReplacedLogException extends RuntimeException {

    public ReplacedLogException(String presentId) {
        super("The topic was deleted and made again; its id is " + presentId + " now");
    }
}
