/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The dashboard's own files and those of its libraries, by the path that the page uses. The directory of all of them is named by a digest of
 * their content, so that a browser may keep them for ever and modules find each other by relative paths.
 */
final class DashboardFiles {

    private static final String ROOT = "agentlens/dashboard/";
    private static final String PAGE = "index.html";
    private static final String MAIN = "app/main.js";
    private static final String PAGES = "app/pages/";

    private final Map<String, Asset> assets;
    private final String version;
    private final Asset page;

    DashboardFiles(ClassLoader loader) {
        try {
            Map<String, byte[]> files = own(new PathMatchingResourcePatternResolver(loader));
            String html = new String(files.remove(PAGE), UTF_8);
            files.putAll(WebJars.files(loader));
            version = digest(files, html);
            page = Asset.of(PAGE, page(html, version, files).getBytes(UTF_8));
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

    /** Names the modules that the browser would otherwise find one import after the other. */
    private static String page(String html, String version, Map<String, byte[]> files) {
        String base = "/assets/" + version + "/";
        Set<String> everywhere = StaticImports.of(MAIN, files);
        String preloads = everywhere.stream()
                .map(path -> "  <link rel=\"modulepreload\" href=\"" + base + path + "\">\n")
                .collect(Collectors.joining());
        String modules = files.keySet().stream()
                .filter(path -> path.startsWith(PAGES))
                .map(path -> pageModules(path, files, everywhere))
                .collect(Collectors.joining(",", "{", "}"));
        return html.replace("assets/", base.substring(1))
                .replace("  <!-- modulepreload -->\n", preloads)
                .replace("data-modules=\"{}\"", "data-modules='" + modules + "'");
    }

    /** A field of a JSON object: the page's name and the modules that it needs in addition. */
    private static String pageModules(String path, Map<String, byte[]> files, Set<String> everywhere) {
        String name = path.substring(PAGES.length(), path.lastIndexOf('.'));
        return StaticImports.of(path, files).stream()
                .filter(module -> !everywhere.contains(module))
                .map(module -> '"' + module + '"')
                .collect(Collectors.joining(",", '"' + name + "\":[", "]"));
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
