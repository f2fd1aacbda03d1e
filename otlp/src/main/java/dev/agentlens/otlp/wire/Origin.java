/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.wire;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;

/** The resource and the instrumentation scope that spans or log records were sent under. */
public record Origin(Resource resource, InstrumentationScope scope) {

    public static final Origin NONE =
            new Origin(Resource.getDefaultInstance(), InstrumentationScope.getDefaultInstance());
}
