/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.read;

import dev.agentlens.benchmarks.system.Api;
import java.util.List;

/**
 * What there is to read.
 *
 * @param sessionIds of 100 events each
 */
record ReadData(Api api, List<String> sessionIds) {

    List<String> ofEachSession(String path) {
        return sessionIds.stream().map(path::formatted).toList();
    }
}
