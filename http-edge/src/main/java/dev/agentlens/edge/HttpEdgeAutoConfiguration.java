/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.ComponentScan;

/**
 * The edge of a role, by dependency alone. A request passes, in this order: the removal of a slash at the end of its path,
 * its id, the security headers, CORS, the rate limit, the key, the handler; what any of them throws becomes {@code {"error": ...}}.
 */
@AutoConfiguration
@ComponentScan
@ConfigurationPropertiesScan
public class HttpEdgeAutoConfiguration {

    /** The order of the filters. */
    public static final class Order {
        public static final int TRAILING_SLASH = 5;
        public static final int REQUEST_ID = 10;
        public static final int SECURITY_HEADERS = 20;
        public static final int CORS = 30;
        public static final int RATE_LIMIT = 40;
        public static final int API_KEY = 50;

        private Order() {}
    }
}
