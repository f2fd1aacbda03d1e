/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.running;

import dev.agentlens.projector.ProjectorApplication;
import dev.agentlens.readmodel.progress.ProjectionProgress;
import dev.agentlens.testsupport.TestServices.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A projector as {@code main} starts it. Closing it is what SIGTERM does. */
public record RunningProjector(ConfigurableApplicationContext context) implements AutoCloseable {

    public static RunningProjector start(String kafka, Database database, String... settings) {
        return start(new SpringApplicationBuilder(ProjectorApplication.class), kafka, database, settings);
    }

    static RunningProjector start(
            SpringApplicationBuilder application, String kafka, Database database, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.kafka.bootstrap-servers=" + kafka,
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                // Short, so that tests wait for what happens and not for pauses.
                "--agentlens.projector.max-retry-backoff=500ms",
                "--agentlens.projector.stopped-retry=1s"));
        arguments.addAll(List.of(settings));
        return new RunningProjector(application.run(arguments.toArray(String[]::new)));
    }

    public ProjectionProgress progress() {
        return context.getBean(ProjectionProgress.class);
    }

    /** What the readiness probe says, details and all. */
    String readiness() {
        return answer("readiness").body();
    }

    /** A metric without tags. */
    double gauge(String name) {
        return context.getBean(MeterRegistry.class).get(name).gauge().value();
    }

    public boolean isReady() {
        return status("readiness") == 200;
    }

    public boolean isLive() {
        return status("liveness") == 200;
    }

    private int status(String probe) {
        return answer(probe).statusCode();
    }

    private record Answer(int statusCode, String body) {}

    private Answer answer(String probe) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/health/" + probe);
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            return new Answer(0, "");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
