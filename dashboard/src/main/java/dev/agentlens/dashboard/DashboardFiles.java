/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The dashboard's own files, its modules and its style sheets in one each, and those of its libraries, by the path that the page uses. The
 * directory of all of them is named by a digest of their content, so that a browser may keep them for ever and modules find each other by
 * relative paths.
 */
final class DashboardFiles {

    private static final String ROOT = "agentlens/dashboard/";
    private static final String PAGE = "index.html";
    private static final String MAIN = "app/main.js";
    private static final String STYLE = "style.css";
    private static final Pattern STYLE_SHEET =
            Pattern.compile("  <link rel=\"stylesheet\" href=\"/assets/(style/[^\"]+)\">\n");

    private final Map<String, Asset> assets;
    private final String version;
    private final Asset page;

    DashboardFiles(ClassLoader loader) {
        try {
            Map<String, byte[]> files = own(new PathMatchingResourcePatternResolver(loader));
            String html = bundled(new String(files.remove(PAGE), UTF_8), files);
            files.putAll(WebJars.files(loader));
            version = digest(files, html);
            page = Asset.of(
                    PAGE, html.replace("/assets/", "/assets/" + version + "/").getBytes(UTF_8));
            assets = files.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(
                            Map.Entry::getKey, file -> Asset.of(file.getKey(), file.getValue())));
        } catch (IOException e) {
            throw new UncheckedIOException("A file of the dashboard cannot be read", e);
        }
    }

    /** Names the content of all files. */
    String version() {
        return version;
    }

    Asset page() {
        return page;
    }

    /** By path below the directory of the version. */
    Map<String, Asset> assets() {
        return assets;
    }

    private static Map<String, byte[]> own(PathMatchingResourcePatternResolver resolver) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (Resource file : resolver.getResources("classpath*:" + ROOT + "**/*.*")) {
            String url = file.getURL().toString();
            try (InputStream in = file.getInputStream()) {
                files.put(url.substring(url.lastIndexOf(ROOT) + ROOT.length()), in.readAllBytes());
            }
        }
        return files;
    }

    /** Puts one file in place of the modules, and one in place of the style sheets. */
    private static String bundled(String html, Map<String, byte[]> files) {
        ModuleBundle modules = ModuleBundle.of(MAIN, files);
        files.keySet().removeIf(path -> path.startsWith("app/"));
        files.put(MAIN, modules.code());

        List<String> sheets =
                STYLE_SHEET.matcher(html).results().map(found -> found.group(1)).toList();
        ByteArrayOutputStream style = new ByteArrayOutputStream();
        sheets.forEach(path -> style.writeBytes(Objects.requireNonNull(files.remove(path), path)));
        files.put(STYLE, style.toByteArray());

        String preloads = modules.libraries().stream()
                .map(path -> "  <link rel=\"modulepreload\" href=\"/assets/" + path + "\">\n")
                .collect(Collectors.joining("", "  <link rel=\"stylesheet\" href=\"/assets/" + STYLE + "\">\n", ""));
        return STYLE_SHEET.matcher(html).replaceAll("").replace("  <!-- style and libraries -->\n", preloads);
    }

    private static String digest(Map<String, byte[]> files, String html) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(html.getBytes(UTF_8));
            new TreeMap<>(files).forEach((path, content) -> {
                sha.update(path.getBytes(UTF_8));
                sha.update(content);
            });
            return HexFormat.of().formatHex(sha.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
