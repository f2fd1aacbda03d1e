/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The page's modules as one: a browser is longer about a request for a small file than about the file. Each module becomes the body of a
 * function, which returns what the module exports, after those that it imports. Libraries stay modules of their own.
 *
 * <p>It knows what these modules use: named imports and exports, each on a line of its own; no cycles, and no exported
 * {@code let}. No other line may begin with import or export, in a text over several lines neither.
 */
final class ModuleBundle {

    private static final String OWN = "app/";
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (\\{.*}) from '(\\..+)';$");
    private static final Pattern REEXPORT = Pattern.compile("(?m)^export (\\{.*}) from '(\\..+)';$");
    private static final Pattern EXPORTED_NAMES = Pattern.compile("(?m)^export \\{(.*)};$");
    private static final Pattern EXPORTED = Pattern.compile("(?m)^export ((?:async )?(?:function|const|class) (\\w+))");

    /** Of a library. Types in comments name modules in the same way. */
    private static final Pattern LATER = Pattern.compile("\\bimport\\('(\\.[^']*/lib/[^']+)'\\)");

    private static final Pattern UNKNOWN = Pattern.compile("(?m)^(?:import|export)\\b.*|^return \\{.* as .*");

    private final String main;
    private final Map<String, byte[]> files;
    private final SortedSet<String> libraries = new TreeSet<>();

    /** Those whose imports are being added. */
    private final Set<String> open = new HashSet<>();

    /** By path, in the order in which they run. */
    private final Map<String, String> functions = new LinkedHashMap<>();

    private ModuleBundle(String main, Map<String, byte[]> files) {
        this.main = main;
        this.files = files;
    }

    /**
     * @param main path of the module that needs the others, in whose place the bundle will be
     * @param files by path
     * @throws IllegalStateException if a module is missing, or has an import or export of another form
     */
    static ModuleBundle of(String main, Map<String, byte[]> files) {
        ModuleBundle bundle = new ModuleBundle(main, files);
        bundle.add(main);
        return bundle;
    }

    byte[] code() {
        Stream<String> imports = libraries.stream()
                .map(library -> "import * as " + variable(library) + " from '" + fromBundle(library) + "';\n");
        return Stream.concat(imports, functions.values().stream())
                .collect(joining())
                .getBytes(UTF_8);
    }

    /** Paths of the libraries that it imports before it runs. */
    SortedSet<String> libraries() {
        return libraries;
    }

    private void add(String path) {
        if (!path.startsWith(OWN)) {
            libraries.add(path);
        } else if (!functions.containsKey(path)) {
            if (!open.add(path)) {
                throw new IllegalStateException(path + " imports itself, by way of others");
            }
            functions.put(path, function(path));
        }
    }

    private String function(String path) {
        byte[] file = files.get(path);
        if (file == null) {
            throw new IllegalStateException("There is no module " + path);
        }
        List<String> exports = new ArrayList<>();
        String code = new String(file, UTF_8);
        code = replaced(IMPORT, code, found -> taken(found.group(1), imported(path, found.group(2))));
        code = replaced(REEXPORT, code, found -> {
            exports.add(found.group(1).replaceAll("[{}]", "").strip());
            return taken(found.group(1), imported(path, found.group(2)));
        });
        code = replaced(EXPORTED_NAMES, code, found -> {
            exports.add(found.group(1).strip());
            return "";
        });
        code = replaced(EXPORTED, code, found -> {
            exports.add(found.group(2));
            return found.group(1);
        });
        code = replaced(LATER, code, found -> "import('" + fromBundle(resolved(path, found.group(1))) + "')");
        code += "return { " + String.join(", ", exports) + " };\n";
        Matcher unknown = UNKNOWN.matcher(code);
        if (unknown.find()) {
            throw new IllegalStateException("The bundle does not know this form, in " + path + ": " + unknown.group());
        }
        return "const " + variable(path) + " = (() => {\n" + code + "})();\n";
    }

    private String imported(String by, String relative) {
        String path = resolved(by, relative);
        add(path);
        return variable(path);
    }

    private static String taken(String names, String from) {
        return "const " + names.replace(" as ", ": ") + " = " + from + ";";
    }

    private String fromBundle(String path) {
        Path relative = Path.of(main).resolveSibling(".").normalize().relativize(Path.of(path));
        return relative.startsWith("..") ? relative.toString() : "./" + relative;
    }

    private static String resolved(String module, String relative) {
        return Path.of(module).resolveSibling(relative).normalize().toString();
    }

    private static String variable(String path) {
        return "$" + Arrays.stream(path.split("\\W")).collect(joining("_"));
    }

    private static String replaced(Pattern pattern, String code, Function<MatchResult, String> by) {
        return pattern.matcher(code).replaceAll(found -> Matcher.quoteReplacement(by.apply(found)));
    }
}
