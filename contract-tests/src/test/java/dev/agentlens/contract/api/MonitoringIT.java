/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/** Alerts, dashboards and scaling ask for metrics that the roles really export, and each alert has its section. */
class MonitoringIT extends RunningStandalone {

    private static final Path ROOT = Path.of("..");
    private static final Path MONITORING = ROOT.resolve("deploy/monitoring");
    /** PromQL: what is in quotes, braces or brackets, and the labels of an aggregation, are no metrics. */
    private static final Pattern NO_METRIC =
            Pattern.compile("\"[^\"]*\"|\\{[^}]*}|\\[[^\\]]*]|\\b(by|on|without|ignoring)\\s*\\([^)]*\\)");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_]\\w*(?![\\w(])");
    /** Whether an instance could be asked. */
    private static final String PROMETHEUS_OWN = "up";

    /** What a document calls a metric; a star means the rest of its name. */
    private static final Pattern DOCUMENTED = Pattern.compile(
            "`((?:agentlens_(?:edge|ingest|projector)|kafka_producer|spring_kafka|hikaricp|http_server|jvm|process|system)_\\w+)");

    private static final Set<String> OPERATORS = Set.of("sum", "max");

    @LocalManagementPort
    private int managementPort;

    static Stream<String> queries() throws IOException {
        return Stream.of(alerts().map(alert -> (String) alert.get("expr")), dashboardQueries(), scalingQueries())
                .flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void metricsOfAQueryAreExported(String query) {
        api.get("/analytics").is(200);

        await().untilAsserted(() -> assertThat(exported()).containsAll(names(query)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"operations.md", "runbook.md", "topic.md"})
    void metricsOfADocumentAreExported(String document) throws IOException {
        String text = Files.readString(ROOT.resolve("docs").resolve(document));
        api.get("/analytics").is(200);

        await().untilAsserted(() -> assertThat(
                        DOCUMENTED.matcher(text).results().map(result -> result.group(1)))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(exported())
                        .anySatisfy(metric -> assertThat(metric).startsWith(name))));
    }

    @Test
    void eachAlertHasItsSectionInTheRunbook() throws IOException {
        List<String> sections = Files.readAllLines(ROOT.resolve("docs/runbook.md")).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();

        assertThat(alerts().map(alert -> (String) alert.get("alert"))).containsExactlyElementsOf(sections);
        assertThat(alerts())
                .allSatisfy(alert -> assertThat(((Map<?, ?>) alert.get("annotations")).get("runbook"))
                        .isEqualTo("docs/runbook.md#"
                                + alert.get("alert").toString().toLowerCase(Locale.ROOT)));
    }

    private Set<String> exported() {
        return metrics()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(() -> new TreeSet<>(Set.of(PROMETHEUS_OWN))));
    }

    private String metrics() {
        URI uri = URI.create("http://localhost:" + managementPort + "/actuator/prometheus");
        try {
            HttpRequest request = HttpRequest.newBuilder(uri).build();
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> names(String query) {
        return NAME.matcher(NO_METRIC.matcher(query).replaceAll(" "))
                .results()
                .map(MatchResult::group)
                .filter(name -> !OPERATORS.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Map<String, Object>> alerts() throws IOException {
        Map<String, List<Map<String, List<Map<String, Object>>>>> file = yaml("alerts.yml");
        return file.get("groups").stream().flatMap(group -> group.get("rules").stream());
    }

    private static Stream<String> dashboardQueries() throws IOException {
        JsonNode dashboard = Json.read(Files.readString(MONITORING.resolve("grafana/dashboards/agentlens.json")));
        return dashboard.findValuesAsString("expr").stream();
    }

    private static Stream<String> scalingQueries() throws IOException {
        return Arrays.stream(Files.readString(MONITORING.resolve("keda.yml")).split("\n"))
                .filter(line -> line.contains("query: "))
                .map(line -> line.split("query: ", 2)[1]);
    }

    private static <T> T yaml(String file) throws IOException {
        return new Yaml().load(Files.readString(MONITORING.resolve(file)));
    }
}
