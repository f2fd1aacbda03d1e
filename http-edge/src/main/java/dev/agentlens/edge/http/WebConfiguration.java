/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.http;

import dev.agentlens.edge.EdgeProperties;
import io.micrometer.context.ContextSnapshotFactory;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.util.concurrent.ThreadPoolExecutor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.thread.Threading;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.http.MediaType;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.reactive.accept.RequestedContentTypeResolverBuilder;
import org.springframework.web.reactive.config.BlockingExecutionConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.NettyPipeline;

/** Where handlers run and what they answer in. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    private static final int LONGEST_WRITE_S = 20;

    /**
     * Runs what waits for the database, never an event loop: virtual threads where the JVM has them (21 and later), else
     * a bounded pool.
     */
    @Bean(defaultCandidate = false)
    AsyncTaskExecutor blockingExecutor(Environment environment, EdgeProperties properties) {
        // The request id goes along into the log.
        TaskDecorator keepContext =
                task -> ContextSnapshotFactory.builder().build().captureAll().wrap(task);
        if (Threading.VIRTUAL.isActive(environment)) {
            SimpleAsyncTaskExecutor virtual = new SimpleAsyncTaskExecutor("blocking-");
            virtual.setVirtualThreads(true);
            virtual.setTaskDecorator(keepContext);
            return virtual;
        }
        ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
        pool.setThreadNamePrefix("blocking-");
        pool.setCorePoolSize(properties.blockingThreads());
        pool.setMaxPoolSize(properties.blockingThreads());
        pool.setQueueCapacity(1_000);
        pool.setAllowCoreThreadTimeOut(true);
        pool.setTaskDecorator(keepContext);
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.AbortPolicy());
        return pool;
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> connections() {
        return factory -> factory.addServerCustomizers(
                server -> server.doOnChannelInit((observer, channel, address) -> channel.pipeline()
                        // A client that stops reading in the middle of an answer must not hold a thread for ever.
                        .addFirst("agentlens.writeTimeout", new WriteTimeoutHandler(LONGEST_WRITE_S))
                        // Between Netty's codec and what refuses malformed requests.
                        .addAfter(NettyPipeline.HttpCodec, "agentlens.earlyRefusals", new EarlyRefusals())
                        .addAfter(NettyPipeline.HttpCodec, "agentlens.lingeringClose", new LingeringClose())));
    }

    /** {@code blockingExecutor} for reactive chains. */
    @Bean(defaultCandidate = false)
    Scheduler blockingScheduler(@Qualifier("blockingExecutor") AsyncTaskExecutor blockingExecutor) {
        return Schedulers.fromExecutor(blockingExecutor);
    }

    @Bean
    WebFluxConfigurer webFluxConfigurer(@Qualifier("blockingExecutor") AsyncTaskExecutor blockingExecutor) {
        return new WebFluxConfigurer() {

            @Override
            public void configureBlockingExecution(BlockingExecutionConfigurer configurer) {
                configurer.setExecutor(blockingExecutor);
            }

            /** The API speaks JSON whatever a client accepts; handlers that answer in another form say so. */
            @Override
            public void configureContentTypeResolver(RequestedContentTypeResolverBuilder builder) {
                builder.fixedResolver(MediaType.APPLICATION_JSON, MediaType.ALL);
            }
        };
    }
}
