/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The modules that a module needs before it runs; not those that it loads later, with {@code import(...)}. */
final class StaticImports {

    private static final Pattern IMPORT =
            Pattern.compile("(?m)^(?:import|export)\\b[^;'\"]*\\bfrom\\s*[\"'](\\.[^\"']+)[\"']");

    private StaticImports() {}

    /**
     * @param module its path
     * @param files by path
     * @return paths, the module's own among them
     */
    static Set<String> of(String module, Map<String, byte[]> files) {
        Set<String> needed = new TreeSet<>();
        add(module, files, needed);
        return needed;
    }

    private static void add(String module, Map<String, byte[]> files, Set<String> needed) {
        byte[] code = files.get(module);
        if (code == null || !needed.add(module)) {
            return;
        }
        Matcher imported = IMPORT.matcher(new String(code, UTF_8));
        while (imported.find()) {
            add(Path.of(module).resolveSibling(imported.group(1)).normalize().toString(), files, needed);
        }
    }
}
