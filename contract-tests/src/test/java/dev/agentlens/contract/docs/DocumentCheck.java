/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what a document quotes and the code does not have. */
record DocumentCheck(SourceTree sources) {

    private static final Pattern TYPE =
            Pattern.compile("(?=\\w*[a-z0-9][A-Z]|[A-Z][a-z]\\w*\\.)([A-Z][a-z]\\w*)(?:\\.(\\w+))?(?:\\(\\))?");
    private static final Pattern TEST = Pattern.compile("-D(?:it\\.)?test=(\\w*[A-Z]\\w*)");
    private static final Pattern SETTING = Pattern.compile("\\b(AGENTLENS_[A-Z_]*[A-Z])\\b");
    private static final Pattern PROPERTY = Pattern.compile("agentlens\\.[a-z][\\w.-]*");
    private static final Pattern METRIC = Pattern.compile("(agentlens_[a-z_]+)(?:\\{.*})?");
    private static final Pattern METRIC_SUFFIX = Pattern.compile("(?:_seconds)?(?:_(?:total|bucket|count|sum|max))?$");
    private static final Pattern PATH = Pattern.compile("(?:\\./)?([\\w.-]+(?:/[\\w.-]+)*/?)");
    private static final Pattern SOURCE_FILE = Pattern.compile(".*\\w\\.(?:md|ya?ml|java|sql|sh|env|js|html|xml)");
    private static final Pattern COMMAND =
            Pattern.compile("(\\./agentlens(?:-e2e)?|\\./benchmarks/run)((?: [^\\s`;&)#]+)*)");
    private static final Pattern OPTION = Pattern.compile("(--[a-z][a-z-]+).*");
    private static final Pattern MODULES = Pattern.compile("\\./mvnw .*-pl ([\\w,/-]+)");
    private static final Pattern MESSAGE =
            Pattern.compile("(?!docker |curl |jcmd )[A-Z]?[a-z][\\w']*(?: [\\w'(),.;:-]+){2,}");
    private static final Pattern ELISION = Pattern.compile(" ?\\.\\.\\. ?");

    /** Where the code of each tool is. */
    private static final Map<String, List<String>> TOOLS = Map.of(
            "./agentlens", List.of("agentlens", "cli/src/main", "standalone/src/main", "local-cluster/src/main"),
            "./agentlens-e2e", List.of("e2e/src/main"),
            "./benchmarks/run", List.of("benchmarks/src/main"));

    /** Names of Kafka and JavaScript that no source file imports. */
    private static final Set<String> OF_OTHERS =
            Set.of("CreateTime", "LogAppendTime", "ProducerPerformance", "BigInt", "NaN");

    Stream<String> faults(DocumentText document) {
        List<String> quotes = document.quotes();
        return Stream.of(
                        quotes.stream().flatMap(quote -> faultsOfQuote(document, quote)),
                        quotes.stream().flatMap(this::faultsOfLine),
                        document.fencedLines().stream().flatMap(this::faultsOfLine),
                        deadLinks(document),
                        unwrittenMessages(document))
                .flatMap(faults -> faults)
                .map(fault -> document.path() + ": " + fault)
                .distinct();
    }

    private Stream<String> faultsOfQuote(DocumentText document, String quote) {
        return Stream.of(
                        named("class", TYPE, quote, match -> hasType(match.group(1), match.group(2))),
                        named("property or topic", PROPERTY, quote, match -> sources.hasName(match.group())),
                        named("metric or schema", METRIC, quote, match -> hasMetric(match.group(1))),
                        named("option", OPTION, quote, match -> hasOption(TOOLS.keySet(), match.group(1))),
                        named("path", PATH, quote, match -> hasPath(document, match.group(1))))
                .flatMap(faults -> faults);
    }

    private Stream<String> faultsOfLine(String line) {
        return Stream.of(
                        found("setting", SETTING, line, match -> hasSetting(match.group(1))),
                        found("test", TEST, line, match -> hasType(match.group(1), null)),
                        found("module", MODULES, line, match -> hasModules(match.group(1))),
                        found("command", COMMAND, line, match -> hasCommand(match.group(1), match.group(2))))
                .flatMap(faults -> faults);
    }

    private Stream<String> deadLinks(DocumentText document) {
        return document.links().stream()
                .filter(link -> !link.matches("[a-z]+:.*"))
                .filter(link -> !leadsSomewhere(document, link))
                .map(link -> "no link target " + link);
    }

    /** Only documents for those who see a message and look it up. */
    private Stream<String> unwrittenMessages(DocumentText document) {
        Stream<String> messages = document.path().endsWith(".yaml")
                ? document.exampleMessages().stream()
                : Set.of("docs/runbook.md", "docs/operations.md", "docs/api/README.md")
                                .contains(document.path())
                        ? document.quotes().stream()
                                .filter(quote -> MESSAGE.matcher(quote).matches())
                        : Stream.empty();
        return messages.filter(message -> !ELISION.splitAsStream(message)
                        .filter(part -> part.length() > 2)
                        .allMatch(sources::writes))
                .map(message -> "no code writes: " + message);
    }

    private boolean hasType(String type, String member) {
        return OF_OTHERS.contains(type)
                || Stream.of("java.lang.", "java.io.").anyMatch(javaPackage -> isClass(javaPackage + type))
                || sources.hasType(type) && (member == null || sources.hasMember(type, member));
    }

    private static boolean isClass(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private boolean hasSetting(String variable) {
        return sources.hasName(variable) || sources.hasName(variable.replaceFirst("_FILE$", ""));
    }

    /** In the code a metric's parts are joined by dots, and Prometheus adds the unit. */
    private boolean hasMetric(String name) {
        String bare = METRIC_SUFFIX.matcher(name).replaceFirst("");
        return Stream.of(name, bare).anyMatch(each -> sources.hasName(each) || sources.hasName(each.replace('_', '.')));
    }

    /** Paths of this repository only: others, such as those of a data directory, start with a name that it does not have. */
    private boolean hasPath(DocumentText document, String path) {
        boolean isOurs = SOURCE_FILE.matcher(path).matches()
                || path.contains("/") && sources.hasPath(path.substring(0, path.indexOf('/')));
        return !isOurs
                || path.contains("/target/")
                || sources.hasPath(path)
                || sources.hasPath(resolved(document, path))
                || !path.contains("/") && sources.hasFileNamed(path);
    }

    private boolean leadsSomewhere(DocumentText document, String link) {
        String[] parts = link.split("#", 2);
        String target = parts[0].isEmpty() ? document.path() : resolved(document, parts[0]);
        return sources.hasPath(target)
                && (parts.length == 1 || sources.document(target).anchors().contains(parts[1]));
    }

    private static String resolved(DocumentText document, String path) {
        return Path.of(document.path())
                .resolveSibling(path)
                .normalize()
                .toString()
                .replace('\\', '/');
    }

    private boolean hasModules(String modules) {
        return Stream.of(modules.split(",")).allMatch(module -> sources.hasPath(module + "/pom.xml"));
    }

    /** @param arguments each after a space: a subcommand or several, joined by {@code |}, values, options */
    private boolean hasCommand(String tool, String arguments) {
        List<String> words = List.of(arguments.strip().split(" "));
        Stream<String> commands = words.stream()
                .limit(2)
                .takeWhile(word -> word.matches("[a-z][a-z|-]+"))
                .flatMap(word -> Stream.of(word.split("\\|")));
        Stream<String> options =
                words.stream().filter(word -> OPTION.matcher(word).matches());
        return commands.allMatch(command -> hasSubcommand(tool, command))
                && options.map(option -> OPTION.matcher(option).replaceFirst("$1"))
                        .allMatch(option -> hasOption(Set.of(tool), option));
    }

    private boolean hasSubcommand(String tool, String command) {
        Pattern declared =
                Pattern.compile("\"" + command + "\"|(?m)^ *(?:[\\w-]+ \\| )*" + command + "(?: \\| [\\w-]+)*\\)");
        return TOOLS.get(tool).stream()
                .anyMatch(path -> declared.matcher(sources.text(path)).find());
    }

    private boolean hasOption(Set<String> tools, String option) {
        Pattern declared = Pattern.compile("\"" + option + "\"|" + option + "(?:=\\*)?\\)");
        return Set.of("--help", "--version").contains(option)
                || tools.stream()
                        .flatMap(tool -> TOOLS.get(tool).stream())
                        .anyMatch(path -> declared.matcher(sources.text(path)).find());
    }

    /** If all of the text has the form. */
    private static Stream<String> named(String kind, Pattern form, String text, Predicate<MatchResult> isKnown) {
        return form.matcher(text).matches() ? found(kind, form, text, isKnown) : Stream.empty();
    }

    /** Wherever the form is in the text. */
    private static Stream<String> found(String kind, Pattern form, String text, Predicate<MatchResult> isKnown) {
        return form.matcher(text).results().filter(isKnown.negate()).map(match -> "no " + kind + " " + match.group());
    }
}
