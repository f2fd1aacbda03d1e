/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.dashboard;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The dashboard of a role, by dependency alone. */
@AutoConfiguration
public class DashboardAutoConfiguration {

    @Bean
    DashboardController dashboardController() {
        return new DashboardController(getClass().getClassLoader());
    }
}
