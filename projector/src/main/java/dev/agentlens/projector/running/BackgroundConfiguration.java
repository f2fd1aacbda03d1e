/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.running;

import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.FixedDelayTask;

/** What the projector does beside projecting. A feature declares its task as a bean. */
@Configuration(proxyBeanMethods = false)
class BackgroundConfiguration {

    /** So many tasks may wait for Kafka or PostgreSQL while another one goes on. */
    private static final int THREADS = 5;

    @Bean(defaultCandidate = false)
    ThreadPoolTaskScheduler projectorScheduler() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setThreadNamePrefix("projector-");
        scheduler.setPoolSize(THREADS);
        scheduler.setDaemon(true);
        // Otherwise the end of the process waits for what is running, instead of interrupting it.
        scheduler.setAcceptTasksAfterContextClose(true);
        return scheduler;
    }

    @Bean
    BackgroundTasks backgroundTasks(
            @Qualifier("projectorScheduler") ThreadPoolTaskScheduler scheduler, List<FixedDelayTask> tasks) {
        return new BackgroundTasks(scheduler, tasks);
    }
}
