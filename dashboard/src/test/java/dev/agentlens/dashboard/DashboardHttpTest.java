/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

class DashboardHttpTest {

    private static final ClassLoader LOADER = DashboardHttpTest.class.getClassLoader();
    private static final DashboardFiles FILES = new DashboardFiles(LOADER);
    private static final Pattern IMPORT = Pattern.compile(
            "(?m)(?:^(?:import|export)\\b[^;'\"]*\\bfrom|\\bimport\\((?=.[./]*lib/))\\s*[\"']([^\"']+)[\"']");

    /** Of all that the browser may load for the page, compressed. */
    private static final int MOST_BYTES = 250_000;

    private final WebTestClient client =
            WebTestClient.bindToController(new DashboardController(LOADER)).build();

    @Test
    void pageIsAskedForAgainAndAllowsNothingFromElsewhere() {
        HttpHeaders headers = get("/").getResponseHeaders();

        assertThat(headers.getContentType()).hasToString("text/html;charset=UTF-8");
        assertThat(headers.getCacheControl()).isEqualTo("no-cache");
        assertThat(headers.getFirst("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                .doesNotContain("unsafe", "http:", "https:");
        assertThat(text(get("/"))).doesNotContain("http://", "https://", "<style", " style=", " onclick");
    }

    @Test
    void everyFileThatThePageNamesIsThereAndKeptForEver() {
        Matcher link = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"").matcher(text(get("/")));
        List<String> named = link.results().map(match -> match.group(1)).toList();

        assertThat(named)
                .extracting(path -> path.substring(path.lastIndexOf('/') + 1))
                .containsExactly("icon.svg", "theme.js", "style.css", "preact-hooks.mjs", "preact.mjs", "main.js");
        for (String path : named) {
            HttpHeaders headers = get(path).getResponseHeaders();
            assertThat(headers.getCacheControl()).as(path).isEqualTo("max-age=31536000, public, immutable");
            assertThat(headers.getContentType().toString())
                    .as(path)
                    .matches("(text/(css|javascript)|image/svg\\+xml);charset=UTF-8");
        }
    }

    @Test
    void everyImportLeadsToAServedFile() {
        for (Map.Entry<String, Asset> file : FILES.assets().entrySet()) {
            Path directory = Path.of(file.getKey()).getParent();
            if (directory == null || !file.getKey().endsWith("js")) {
                continue;
            }
            Matcher imported = IMPORT.matcher(new String(file.getValue().plain(), UTF_8));
            while (imported.find()) {
                if (imported.group(1).startsWith(".")) {
                    String target =
                            directory.resolve(imported.group(1)).normalize().toString();
                    assertThat(FILES.assets())
                            .as("imported by " + file.getKey())
                            .containsKey(target);
                } else if (!file.getKey().equals("lib/marked.mjs")) {
                    assertThat(imported.group(1))
                            .as("imported by " + file.getKey())
                            .isNull();
                }
            }
        }
    }

    @Test
    void compressedFilesAreTheFiles() throws IOException {
        String path = "/assets/" + FILES.version() + "/app/main.js";
        EntityExchangeResult<byte[]> compressed = client.get()
                .uri(path)
                .header("Accept-Encoding", "br, gzip")
                .exchange()
                .expectHeader()
                .valueEquals("Content-Encoding", "gzip")
                .expectHeader()
                .valueEquals("Vary", "Accept-Encoding")
                .expectBody(byte[].class)
                .returnResult();

        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed.getResponseBody()))) {
            assertThat(new String(gzip.readAllBytes(), UTF_8)).isEqualTo(text(get(path)));
        }
    }

    @Test
    void allOfThePageIsSmall() {
        int all = FILES.page().gzipped().length
                + FILES.assets().values().stream()
                        .mapToInt(asset -> asset.gzipped().length)
                        .sum();

        assertThat(all).isLessThan(MOST_BYTES);
    }

    @Test
    void pageOfAnotherVersionGetsTheFilesThatAreHereAndKeepsNone() {
        assertThat(get("/assets/0123456789abcdef/app/main.js")
                        .getResponseHeaders()
                        .getCacheControl())
                .isEqualTo("no-store");
    }

    @Test
    void whatIsNoFileIsNotFound() {
        for (String path : List.of("app/none.js", "../index.html", "%2e%2e/index.html", "app/", "")) {
            client.get()
                    .uri("/assets/" + FILES.version() + "/" + path)
                    .exchange()
                    .expectStatus()
                    .isNotFound();
        }
    }

    private EntityExchangeResult<byte[]> get(String path) {
        return client.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(byte[].class)
                .returnResult();
    }

    private static String text(EntityExchangeResult<byte[]> result) {
        return new String(result.getResponseBody(), UTF_8);
    }
}
