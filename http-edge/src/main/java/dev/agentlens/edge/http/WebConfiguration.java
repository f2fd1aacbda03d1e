/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.http;

import dev.agentlens.edge.EdgeProperties;
import dev.agentlens.edge.HttpEdgeAutoConfiguration;
import dev.agentlens.edge.access.CorsRules;
import io.netty.channel.ChannelOption;
import io.netty.handler.timeout.WriteTimeoutHandler;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.MediaType;
import org.springframework.web.filter.reactive.UrlHandlerFilter;
import org.springframework.web.reactive.accept.RequestedContentTypeResolverBuilder;
import org.springframework.web.reactive.config.BlockingExecutionConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.WebFilter;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.NettyPipeline;

/** Where handlers run, and in what form they respond. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    private static final int LONGEST_WRITE_S = 20;

    /** Runs what waits for the database, never an event loop, and nothing that waits for a client. */
    @Bean(defaultCandidate = false)
    AsyncTaskExecutor blockingExecutor(Environment environment, EdgeProperties properties) {
        return BlockingThreads.named("blocking-", properties.blockingThreads(), environment);
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> connections(CorsRules cors) {
        return factory -> factory.addServerCustomizers(server -> server.childOption(
                        ChannelOption.ALLOW_HALF_CLOSURE, true)
                .doOnChannelInit((observer, channel, address) -> channel.pipeline()
                        // A client that stops reading in the middle of a response must not hold a thread for ever.
                        .addFirst("agentlens.writeTimeout", new WriteTimeoutHandler(LONGEST_WRITE_S))
                        // Between Netty's codec and what refuses malformed requests.
                        .addAfter(
                                NettyPipeline.HttpCodec, "agentlens.earlyErrorResponses", new EarlyErrorResponses(cors))
                        .addAfter(NettyPipeline.HttpCodec, "agentlens.lingeringClose", new LingeringClose())
                        .addAfter(NettyPipeline.HttpCodec, "agentlens.requestSequencer", new RequestSequencer())));
    }

    /** One slash at the end of a path is ignored; no handler, limit or key sees it. */
    @Bean
    @Order(HttpEdgeAutoConfiguration.Order.TRAILING_SLASH)
    WebFilter trailingSlashFilter() {
        return UrlHandlerFilter.trailingSlashHandler("/**").mutateRequest().build();
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

            /** The API speaks JSON whatever a client accepts; handlers that respond in another form say so. */
            @Override
            public void configureContentTypeResolver(RequestedContentTypeResolverBuilder builder) {
                builder.fixedResolver(MediaType.APPLICATION_JSON, MediaType.ALL);
            }
        };
    }
}
