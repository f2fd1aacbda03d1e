/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.dialect;

import dev.agentlens.common.json.RawJson;
import org.jspecify.annotations.Nullable;

/** How a row makes a field's value of an attribute. */
interface Conversion {

    /** The value, whose sources are then marked as taken; null where the attribute holds none. */
    @Nullable
    RawJson apply(Item item, String source);
}
