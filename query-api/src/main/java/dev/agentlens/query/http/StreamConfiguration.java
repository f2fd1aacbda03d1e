/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.http;

import dev.agentlens.edge.http.BlockingThreads;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.task.AsyncTaskExecutor;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Where responses are computed: short ones, which wait for the database alone, and long ones, apart from them since their
 * clients may keep them waiting.
 */
@Configuration(proxyBeanMethods = false)
class StreamConfiguration {

    @Bean(defaultCandidate = false)
    AsyncTaskExecutor answerExecutor() {
        return BlockingThreads.pool("answer-", ReadConcurrencyLimit.READS);
    }

    /** {@code answerExecutor} for reactive chains. */
    @Bean(defaultCandidate = false)
    Scheduler answerScheduler(@Qualifier("answerExecutor") AsyncTaskExecutor answerExecutor) {
        return Schedulers.fromExecutor(answerExecutor);
    }

    @Bean(defaultCandidate = false)
    AsyncTaskExecutor streamExecutor(Environment environment) {
        return BlockingThreads.named(
                "stream-", ReadConcurrencyLimit.STREAMS + ReadConcurrencyLimit.WAITING_STREAMS, environment);
    }

    /** {@code streamExecutor} for reactive chains. */
    @Bean(defaultCandidate = false)
    Scheduler streamScheduler(@Qualifier("streamExecutor") AsyncTaskExecutor streamExecutor) {
        return Schedulers.fromExecutor(streamExecutor);
    }
}
