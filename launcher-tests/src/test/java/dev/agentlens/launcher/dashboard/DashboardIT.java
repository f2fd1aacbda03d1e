/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.launcher.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentlens.embedded.FreePort;
import dev.agentlens.launcher.Launcher;
import dev.agentlens.launcher.RunningAgentLens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * The dashboard of an {@code ./agentlens up} in a real browser: from an empty system behind a key to ten thousand events. The screenshots of
 * the documents are made here: {@code -Dscreenshots.update=true}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DashboardIT {

    private static final String KEY = "key-of-the-dashboard-test";
    private static final int ANALYTICS_LIMIT = 60;
    private static final Duration LIMIT_PASSES = Duration.ofSeconds(75);
    private static final Path SCREENSHOTS = Path.of("../docs/screenshots");

    /** Of the recorded runs: two at the same task. */
    private static final String RUN = "swe-87c91738ed75";

    private static final String OTHER_RUN = "swe-4e20e304b130";
    /** Of the recorded traces: nested spans. */
    private static final String TRACE = "933dba1e9783f89d5d8bb032f041a2de";

    @TempDir
    static Path data;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static int port;
    private static RunningAgentLens agentLens;
    private static Browser browser;
    private static String limitedTab;
    private static boolean loaded;

    @BeforeAll
    static void start() {
        assumeTrue(
                Browser.isInstalled(),
                "Skipped: no Chromium here. Install Debian's chromium and chromium-driver to test the dashboard");
        port = FreePort.preferring(0);
        Launcher launcher = new Launcher()
                .with("AGENTLENS_API_KEY", KEY)
                .with("AGENTLENS_OTLP_PORT", "0")
                .with("AGENTLENS_RATE_LIMIT_EVENTS", "0")
                .with("AGENTLENS_RATE_LIMIT_SESSIONS", "0")
                .with("AGENTLENS_RATE_LIMIT_ANALYTICS", Integer.toString(ANALYTICS_LIMIT));
        agentLens = RunningAgentLens.up(launcher, port, data);
        browser = Browser.start();
        browser.size(1440, 900);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (agentLens != null) {
            agentLens.close();
        }
    }

    @AfterEach
    void consoleIsClean() {
        assertThat(browser.console()).isEmpty();
    }

    @Test
    @Order(1)
    void keyIsAskedForOnceAndAnEmptySystemComesAlive() {
        browser.open(page("/"));
        browser.see("dialog input[type=password]");
        assertThat(browser.seriousViolations()).isEmpty();
        browser.type("wrong", Keys.ENTER);
        browser.see("dialog p", "was not accepted");
        browser.type(KEY, Keys.ENTER);

        browser.see(".first pre", "curl -X POST http://localhost:" + port + "/events");
        browser.see(".first pre", "OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:" + port);
        browser.see(".first pre", "./agentlens demo");
        assertThat(browser.seriousViolations()).isEmpty();
        assertThat(bytesLoaded()).isLessThan(250_000);
        System.out.println(
                "Dashboard: first contentful paint after " + firstPaint() + " ms, " + bytesLoaded() + " bytes in all");

        send(
                "/events",
                DashboardData.batch(List.of(Map.of("session_id", "first", "event_id", "e", "event_type", "llm_call"))));
        browser.see(".figures.big .figure-value", "1");

        browser.open(page("/#/sessions"));
        browser.see("[data-id=first]");
        assertThat(browser.count("dialog")).isZero();
    }

    @Test
    @Order(2)
    void overviewLeadsToTheSessionsBehindItsNumbers() {
        recordingsAreLoaded();
        browser.open(page("/"));
        browser.see("[aria-label=Agents] .bar-name", "swe-agent");
        browser.see("[aria-label=Sessions] .chart-bar");
        browser.see("[aria-label='Latest failures'] .failure");
        browser.click("[aria-label=Agents] a[href*=swe-agent]");
        browser.see(".search input");
        assertThat(browser.js("return document.querySelector('.search input').value"))
                .isEqualTo("agent:swe-agent");
        browser.see(".session-row .c-title", "swe-agent");
        await().untilAsserted(() -> assertThat(browser.texts(".session-row .row-link, .session-row .row-sub"))
                .noneMatch(text -> text.contains("billing-agent")));
        browser.back();
        browser.see("h1", "Overview");
        browser.click(".segment[title='7 days']");
        assertThat(browser.url()).endsWith("#/?range=7d");
    }

    @Test
    @Order(4)
    void limitIsSaidInASentence() {
        recordingsAreLoaded();
        browser.open(page("/"));
        browser.see("[aria-label=Agents] .bar-name", "swe-agent");
        browser.js("""
                window.said = [];
                new MutationObserver(() => said.push(document.querySelector('.notices').innerText))
                  .observe(document.querySelector('.notices'), { childList: true, subtree: true, characterData: true });
                const headers = { 'X-API-Key': arguments[0] };
                Promise.all(Array.from({ length: arguments[1] }, () => fetch('/analytics', { headers })))
                  .then(() => { window.spent = true; });
                """, KEY, ANALYTICS_LIMIT);
        await().until(() -> Boolean.TRUE.equals(browser.js("return window.spent === true")));
        browser.click(".segment[title='24 hours']");
        browser.see(
                ".notice",
                "The limit of /analytics, " + ANALYTICS_LIMIT
                        + " requests a minute, is reached. Loading goes on by itself");
        limitedTab = browser.currentTab();
        browser.newTab();
        browser.size(1440, 900);
        signIn();
    }

    @Test
    @Order(5)
    void listIsSearchedSortedAndWalkedByKeyboard() {
        recordingsAreLoaded();
        browser.open(page("/#/sessions"));
        browser.see("[data-id]");
        browser.type("/");
        browser.type("agent:billing-agent");
        browser.see(".chip-value", "billing-agent");
        await().untilAsserted(() -> assertThat(
                        browser.texts(".session-row[data-id] .row-link, .session-row[data-id] .row-sub"))
                .isNotEmpty()
                .noneMatch(text -> text.contains("swe-agent")));
        assertThat(browser.url()).contains("q=agent%3Abilling-agent");
        browser.click(".chip-x");
        browser.see("[data-id]");
        browser.click(".segment:nth-child(4)");
        assertThat(browser.url()).contains("q=status%3Aerror");
        await().untilAsserted(() -> assertThat(browser.texts(".session-row .c-status"))
                .isNotEmpty()
                .allMatch(text -> text.matches("Status|✕\\s*error")));
        browser.click(".chip-button.here, .segment:nth-child(1)");
        browser.click(".c-start .sort");
        browser.see("[aria-sort=ascending] .sort", "Started");
        browser.back();
        browser.see("[aria-sort=descending] .sort", "Started");

        browser.type(Keys.ESCAPE);
        browser.type("jjk");
        browser.see(".session-row.current");
        String id = (String) browser.js("return document.querySelector('.session-row.current').dataset.id");
        browser.type(Keys.ENTER);
        browser.see(".session-sub .id", id);
        assertThat(browser.title()).contains(id);
        browser.back();
        browser.see(".session-table");
        browser.type("jxjx");
        browser.see(".compare-bar button.primary", "Compare 2 sessions");
        browser.type("c");
        browser.see(".compare-figures");
        browser.type("gs");
        browser.see(".session-table");
        browser.type("?");
        browser.see("dialog h2", "Keyboard and search");
        browser.type(Keys.ESCAPE);
        browser.seeNone("dialog");

        browser.open(page("/#/sessions?q=nothing%20has%20these%20words"));
        browser.see(".state h2", "No session matches");
        browser.open(page("/#/sessions?q=status%3Alost"));
        browser.see(".hint", "status: expected active, completed, error, timeout");
    }

    @Test
    @Order(6)
    void viewsAreKeptInTheBrowser() {
        recordingsAreLoaded();
        browser.open(page("/#/sessions?q=status%3Aerror&sort=duration"));
        browser.see(".session-table");
        browser.click(".views summary");
        browser.click(".views .small");
        browser.see("dialog input");
        browser.type("What failed", Keys.ENTER);
        browser.open(page("/#/sessions"));
        browser.click(".views summary");
        browser.see(".views li a", "What failed");
        browser.click(".views li a");
        assertThat(browser.url()).contains("status%3Aerror").contains("sort=duration");
    }

    @Test
    @Order(7)
    void sessionIsSeenAsTimelineConversationExplanationAndJson() {
        recordingsAreLoaded();
        browser.open(page("/#/session/" + TRACE));
        browser.see(".tl-label", "get_custom_report");
        long rows = browser.count(".tl-row");
        browser.click(".tl-row .fold[aria-expanded=true]");
        await().until(() -> browser.count(".tl-row") < rows);
        browser.click(".tl-row .fold[aria-expanded=false]");
        await().until(() -> browser.count(".tl-row") == rows);
        browser.type("j");
        browser.see(".event-panel h2");
        browser.type("+");
        assertThat(browser.url()).contains("zoom=");
        browser.type("0", Keys.ESCAPE);
        browser.seeNone(".event-panel");

        browser.open(page("/#/session/" + RUN));
        browser.see(".tl-label", "create");
        browser.type("2");
        browser.see(".message.role-assistant", "reproducing the results of the issue");
        browser.see(".call .call-name", "create");
        browser.type("3");
        browser.see(".step strong", "Step 2:");
        browser.point(".step[data-step='2']");
        browser.see(".explanation-events .tl-row.hovered .tl-label", "create");
        browser.point(".explanation-events .tl-row:nth-child(3)");
        browser.see(".step.hovered[data-step='3']");
        browser.click(".step[data-step='2']");
        browser.see(".event-panel h2", "create");
        assertThat(browser.url()).contains("event=" + RUN + "-000-tool");
        browser.type("4");
        browser.see(".json-key", "\"session_id\"");
        browser.click(".json .json-search");
        browser.type("TimeDelta");
        browser.see(".json-tools [role=status]", "1 of");
        browser.see(".json-line.current");

        browser.open(page("/#/session/no-such-session"));
        browser.see(".state p", "Session not found");
    }

    @Test
    @Order(8)
    void errorsAreJumpedToOneByOne() {
        recordingsAreLoaded();
        send(
                "/events",
                DashboardData.batch(List.of(
                        event("failing", 1, "llm_call", Map.of()),
                        event("failing", 2, "tool_error", Map.of("output_data", Map.of("error", "first trouble"))),
                        event("failing", 3, "llm_call", Map.of()),
                        event("failing", 4, "error", Map.of("error", Map.of("message", "second trouble"))))));
        browser.open(page("/#/session/failing"));
        browser.see(".error-bar", "2 errors");
        browser.see(".error-bar", "first trouble");
        browser.type("e");
        browser.see(".event-panel .panel-error", "first trouble");
        browser.type("e");
        browser.see(".error-bar", "Error 2 of 2");
        browser.see(".event-panel .panel-error", "second trouble");
        browser.type("E");
        browser.see(".error-bar", "Error 1 of 2");
    }

    @Test
    @Order(9)
    void runsAreAlignedStepByStepWithWhatDiffers() {
        recordingsAreLoaded();
        browser.open(page("/#/compare?ids=" + RUN + "," + OTHER_RUN));
        browser.see(".compare-figures .delta");
        browser.see(".step-row .step-label", "create");
        browser.click(".step-row[data-number='2']");
        browser.see(".compare-detail del");
        browser.see(".compare-detail ins");
        browser.click(".list-head button");
        assertThat(browser.url()).contains("ids=" + OTHER_RUN + "%2C" + RUN);
        browser.click(".compare-steps-head .segment:nth-child(2)");
        browser.see(".step-row");
        browser.seeNone(".step-row.same");
        browser.open(page("/#/compare?ids=" + RUN + "," + OTHER_RUN + ",swe-ab7432d02ee4&step=2"));
        browser.see(".step-row.cells-3.selected");
        browser.open(page("/#/compare"));
        browser.see(".pick-item");
    }

    @Test
    @Order(10)
    void sessionGrowsWhileItIsWatched() {
        recordingsAreLoaded();
        send("/events", DashboardData.batch(List.of(event("growing", 1, "llm_call", Map.of("model", "model-one")))));
        browser.open(page("/#/session/growing"));
        browser.see(".tl-label", "model-one");
        send("/events", DashboardData.batch(List.of(event("growing", 2, "llm_call", Map.of("model", "model-two")))));
        browser.see(".tl-label", "model-two");
        send(
                "/events",
                DashboardData.batch(
                        List.of(Map.of("session_id", "growing", "event_type", "session_end", "status", "completed"))));
        browser.see(".session-title .status", "completed");

        browser.open(page("/#/sessions"));
        browser.see("[data-id=growing]");
        send("/events", DashboardData.batch(List.of(event("appearing", 1, "llm_call", Map.of()))));
        browser.see("[data-id=appearing]");
    }

    @Test
    @Order(11)
    void hostileTextIsShownAndDoesNothing() {
        recordingsAreLoaded();
        send("/events", DashboardData.hostile("hostile"));
        for (String view : List.of("timeline", "conversation", "explanation", "raw")) {
            browser.open(page("/#/session/hostile?event=failed&view=" + view));
            browser.see(".event-panel .panel-error", "<script>window.hacked=1</script>");
            browser.see("#panel", "window.hacked=1");
            assertInert();
        }
        browser.open(page("/#/sessions?q=" + "%3Cscript%3Ewindow.hacked%3D1%3C%2Fscript%3E"));
        browser.see(".search input");
        assertInert();
        browser.open(page("/#/sessions"));
        browser.see("[data-id=hostile] .row-sub, [data-id=hostile] .row-link", "<script>");
        assertInert();
        browser.open(page("/#/compare?ids=hostile," + RUN + "&step=0"));
        browser.see(".compare-detail");
        assertInert();
    }

    private static void assertInert() {
        assertThat(browser.js("return window.hacked === undefined")).isEqualTo(true);
        assertThat(browser.count(
                        "#app img, #app script, #app iframe, #app a[href^='javascript'], .markdown a, #app [onerror]"))
                .isZero();
        assertThat(browser.js("return document.documentElement.scrollWidth <= window.innerWidth"))
                .isEqualTo(true);
    }

    @Test
    @Order(12)
    void tenThousandEventsOpenAndScroll() {
        recordingsAreLoaded();
        DashboardData.large("large", 10_000, Instant.now().minusSeconds(3600)).forEach(body -> send("/events", body));
        browser.open(page("/#/sessions"));
        browser.see("[data-id=large]");
        long started = System.nanoTime();
        browser.click("[data-id=large] .row-link");
        browser.see(".tl-row");
        long first = System.nanoTime();
        browser.see(".figures .figure-value", "10\u202f000");
        await().until(() -> browser.texts(".tab-row [role=status]").equals(List.of("")));
        System.out.println("Dashboard: 10,000 events: first rows after " + millis(started, first) + " ms, all after "
                + millis(started, System.nanoTime()) + " ms");
        Object longest = scrolled();
        System.out.println("Dashboard: longest task while scrolling through them: " + longest + " ms");
        assertThat(browser.count(".tl-row")).isLessThan(120);
        browser.see(".tl-label", "crawl page ");
    }

    /** A page at each frame, far faster than anybody reads. */
    private static Object scrolled() {
        browser.js("""
                window.longest = 0;
                new PerformanceObserver((list) => list.getEntries().forEach((task) => (longest = Math.max(longest, Math.round(task.duration)))))
                  .observe({ entryTypes: ['longtask'] });
                const rows = document.querySelector('.timeline-rows');
                let frames = 0;
                const step = () => {
                  rows.scrollTop += rows.clientHeight;
                  if (++frames < 100) requestAnimationFrame(step); else window.scrolled = true;
                };
                requestAnimationFrame(step);
                """);
        await().until(() -> browser.js("return window.scrolled === true").equals(true));
        return browser.js("return window.longest");
    }

    private static long millis(long from, long to) {
        return Duration.ofNanos(to - from).toMillis();
    }

    @Test
    @Order(3)
    void everyPageCanBeUsedByEverybodyAndIsPictured() throws IOException {
        recordingsAreLoaded();
        boolean update = Boolean.getBoolean("screenshots.update");
        Path directory = update ? SCREENSHOTS : Path.of("target/screenshots");
        Files.createDirectories(directory);
        Map<String, String> pages = Map.of(
                "overview", "/?range=30d",
                "sessions", "/sessions",
                "session", "/session/" + TRACE + "?event=50d470aa18418652",
                "explanation", "/session/" + RUN + "?view=explanation&event=" + RUN + "-001-tool",
                "conversation", "/session/" + RUN + "?view=conversation",
                "compare", "/compare?ids=" + RUN + "," + OTHER_RUN + "&step=2");
        for (Map.Entry<String, String> page : pages.entrySet()) {
            for (String look : List.of("light", "dark", "phone")) {
                browser.size(look.equals("phone") ? 390 : 1280, look.equals("phone") ? 844 : 800);
                browser.colours(look.equals("dark") ? "dark" : "light");
                browser.open(page("/#" + page.getValue()));
                browser.see(ready(page.getKey()));
                browser.js("document.activeElement?.blur()");
                await().until(() -> browser.js("return document.getAnimations().length === 0")
                        .equals(true));
                // The documents need no view of a session twice.
                if (!look.equals("dark") || !page.getValue().contains("view=")) {
                    Files.write(directory.resolve(page.getKey() + "-" + look + ".png"), browser.screenshot());
                }
                assertThat(browser.seriousViolations())
                        .as(page.getKey() + ", " + look)
                        .isEmpty();
                assertThat(browser.js("return document.documentElement.scrollWidth <= window.innerWidth"))
                        .as(page.getKey() + ", " + look + ": no part of it is beyond its width")
                        .isEqualTo(true);
            }
        }
        browser.size(1440, 900);
        browser.colours("light");
    }

    private static String ready(String page) {
        return switch (page) {
            case "overview" -> "[aria-label='Latest failures'] .failure, [aria-label='Latest failures'] p";
            case "sessions" -> "[data-id]";
            case "session" -> ".event-panel .json-line";
            case "explanation" -> ".step .markdown strong, .event-panel .json-line";
            case "conversation" -> ".message";
            default -> ".compare-detail ins";
        };
    }

    @Test
    @Order(13)
    void endOfTheLimitIsSaidToo() {
        if (limitedTab == null) {
            limitIsSaidInASentence();
        }
        browser.tab(limitedTab);
        await().atMost(LIMIT_PASSES)
                .until(() -> browser.js(
                                "return window.said.some((text) => text.includes('The limit has passed: loading works again.'))")
                        .equals(true));
    }

    /** Once; a test that is repeated alone finds them too. */
    private static void recordingsAreLoaded() {
        if (!loaded) {
            signIn();
            DashboardData.runs(Instant.now()).forEach(body -> send("/events", body));
            DashboardData.traces().forEach(body -> send("/v1/traces", body));
            loaded = true;
        }
    }

    /** As if the key had been entered in this tab. */
    private static void signIn() {
        browser.open(page("/health"));
        browser.js("sessionStorage.setItem('agentlens.key', JSON.stringify(arguments[0]))", KEY);
    }

    private static Map<String, Object> event(String session, int second, String type, Map<String, Object> more) {
        Map<String, Object> event = new HashMap<>(more);
        event.put("session_id", session);
        event.put("event_id", session + "-" + second);
        event.put("event_type", type);
        event.put("timestamp", Instant.now().plusSeconds(second).toString());
        return event;
    }

    private static long bytesLoaded() {
        return ((Number) browser.js("""
                return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                  .filter((entry) => !/\\/(analytics|sessions)/.test(new URL(entry.name).pathname))
                  .reduce((sum, entry) => sum + entry.transferSize, 0)
                """)).longValue();
    }

    private static Object firstPaint() {
        return browser.js(
                "return Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1)");
    }

    private static String page(String path) {
        return "http://localhost:" + port + path;
    }

    private static void send(String path, String body) {
        HttpResponse<String> response = exchange(HttpRequest.newBuilder(URI.create(page(path)))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private static HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.header("X-API-Key", KEY).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
