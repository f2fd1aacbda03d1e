/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.springframework.core.io.ClassPathResource;

/** The files of JavaScript libraries that the page loads, out of their WebJars, whose paths name their version. */
final class WebJars {

    /** By the path that the page uses: the library, and the file in it. */
    private static final Map<String, String[]> FILES = Map.of(
            "lib/preact.mjs", new String[] {"preact", "dist/preact.mjs"},
            "lib/preact-hooks.mjs", new String[] {"preact", "hooks/dist/hooks.mjs"},
            "lib/marked.mjs", new String[] {"marked", "lib/marked.esm.js"},
            "lib/dompurify.mjs", new String[] {"dompurify", "dist/purify.es.mjs"});

    private WebJars() {}

    static Map<String, byte[]> files(ClassLoader loader) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (Map.Entry<String, String[]> file : FILES.entrySet()) {
            files.put(file.getKey(), read(loader, file.getValue()[0], file.getValue()[1]));
        }
        return files;
    }

    private static byte[] read(ClassLoader loader, String library, String file) throws IOException {
        String path = "META-INF/resources/webjars/" + library + "/" + version(loader, library) + "/" + file;
        try (InputStream in = new ClassPathResource(path, loader).getInputStream()) {
            return servable(new String(in.readAllBytes(), UTF_8)).getBytes(UTF_8);
        }
    }

    /** A browser resolves names of packages by an import map alone, which the page's policy forbids; source maps are not served. */
    private static String servable(String module) {
        return module.replace("from\"preact\"", "from\"./preact.mjs\"").replaceAll("\n//# sourceMappingURL=\\S*", "");
    }

    private static String version(ClassLoader loader, String library) throws IOException {
        Properties pom = new Properties();
        String path = "META-INF/maven/org.webjars.npm/" + library + "/pom.properties";
        try (InputStream in = new ClassPathResource(path, loader).getInputStream()) {
            pom.load(in);
        }
        return pom.getProperty("version");
    }
}
