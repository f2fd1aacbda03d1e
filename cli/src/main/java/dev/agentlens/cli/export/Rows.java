/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.export;

import dev.agentlens.common.json.RawJson;
import java.io.IOException;
import java.util.Map;

/** A file that rows are added to. It is complete once it is closed. */
interface Rows extends AutoCloseable {

    void add(Map<String, RawJson> object) throws IOException;

    @Override
    void close() throws IOException;
}
