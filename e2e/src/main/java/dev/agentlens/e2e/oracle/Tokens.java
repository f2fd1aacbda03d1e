/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.oracle;

import java.math.BigInteger;

/** Of one agent, over its sessions. */
public record Tokens(BigInteger in, BigInteger out) {

    Tokens plus(Tokens other) {
        return new Tokens(in.add(other.in), out.add(other.out));
    }
}
