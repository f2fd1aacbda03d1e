/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.analytics;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** GET /analytics. */
@RestController
class AnalyticsController {

    private final AnalyticsReader reader;

    AnalyticsController(AnalyticsReader reader) {
        this.reader = reader;
    }

    @GetMapping("/analytics")
    Analytics analytics() {
        return reader.read();
    }
}
