/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.launcher.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium without a window, as Debian's packages chromium and chromium-driver have it. */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static boolean isInstalled() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    }

    /** With an empty profile: nothing is cached. */
    static Browser start() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toString());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--lang=en");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.WARNING);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    void open(String url) {
        // The same page with another fragment would not be loaded again.
        driver.get("about:blank");
        driver.get(url);
    }

    void back() {
        driver.navigate().back();
    }

    String url() {
        return driver.getCurrentUrl();
    }

    String title() {
        return driver.getTitle();
    }

    Object js(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** @param scheme light or dark, as the system would say it */
    void colours(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** The first such element that is seen, once there is one. */
    WebElement see(String css) {
        return await("to see " + css)
                .atMost(PATIENCE)
                .pollInSameThread()
                .ignoreException(StaleElementReferenceException.class)
                .until(
                        () -> driver.findElements(By.cssSelector(css)).stream()
                                .filter(WebElement::isDisplayed)
                                .findFirst()
                                .orElse(null),
                        element -> element != null);
    }

    /** Once the first such element has the text. */
    void see(String css, String text) {
        await("to see '" + text + "' in " + css)
                .atMost(PATIENCE)
                .pollInSameThread()
                .untilAsserted(() -> assertThat(texts(css)).anyMatch(found -> found.contains(text)));
    }

    void seeNone(String css) {
        await("to see no " + css).atMost(PATIENCE).pollInSameThread().until(() -> count(css) == 0);
    }

    long count(String css) {
        return (Long) js("return document.querySelectorAll(arguments[0]).length", css);
    }

    @SuppressWarnings("unchecked")
    List<String> texts(String css) {
        return (List<String>)
                js("return [...document.querySelectorAll(arguments[0])].map((element) => element.innerText)", css);
    }

    void click(String css) {
        see(css).click();
    }

    void point(String css) {
        new Actions(driver).moveToElement(see(css)).perform();
    }

    void type(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Opens a tab, and returns what {@link #tab} takes to go back. */
    String newTab() {
        String here = driver.getWindowHandle();
        driver.switchTo().newWindow(org.openqa.selenium.WindowType.TAB);
        return here;
    }

    String currentTab() {
        return driver.getWindowHandle();
    }

    void tab(String handle) {
        driver.switchTo().window(handle);
    }

    /** What the console says since the last call, without the status of requests that a test wants to fail. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .filter(line -> !line.matches(
                        ".*Failed to load resource: the server responded with a status of (401|404|429).*"))
                .toList();
    }

    /** What axe-core finds that keeps people out of the page as it is. */
    @SuppressWarnings("unchecked")
    List<String> seriousViolations() {
        try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
            js(new String(axe.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (List<String>) driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] })
                  .then(({ violations }) => done(violations.filter((v) => ['serious', 'critical'].includes(v.impact))
                    .map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200) + ' ' + n.failureSummary).join(' | '))),
                    (error) => done(['axe: ' + error]));
                """);
    }

    byte[] screenshot() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
