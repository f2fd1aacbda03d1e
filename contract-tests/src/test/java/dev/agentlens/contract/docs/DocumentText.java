/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The parts of a Markdown or YAML document that can be checked. Pure. */
record DocumentText(String path, String text) {

    private static final Pattern FENCE =
            Pattern.compile("^[ ]*```\\w*\\n(.*?)^[ ]*```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern QUOTE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
    /** Text in backticks, a line break read as a space. */
    List<String> quotes() {
        return all(QUOTE, withoutFences()).map(DocumentText::oneLine).toList();
    }

    /** Lines of fenced blocks, without a prompt. */
    List<String> fencedLines() {
        return all(FENCE, text)
                .flatMap(String::lines)
                .map(line -> line.strip().replaceFirst("^\\$ ", ""))
                .toList();
    }

    /** Targets of links, as they are written. */
    List<String> links() {
        return all(LINK, withoutFences()).toList();
    }

    /** The anchors of headings, as GitHub makes them. */
    List<String> anchors() {
        return all(HEADING, withoutFences()).map(DocumentText::anchor).toList();
    }

    /** In the examples of a YAML document: each error, and each warning. */
    List<String> exampleMessages() {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(500);
        List<String> messages = new ArrayList<>();
        collectMessages(new Yaml(new SafeConstructor(options)).load(text), messages);
        return messages;
    }

    private static void collectMessages(Object node, List<String> messages) {
        if (node instanceof List<?> list) {
            list.forEach(each -> collectMessages(each, messages));
        } else if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                boolean isMessage = key.equals("error") || key.equals("message") && map.containsKey("field");
                if (isMessage && value instanceof String message) {
                    messages.add(message);
                } else {
                    collectMessages(value, messages);
                }
            });
        }
    }

    private String withoutFences() {
        return FENCE.matcher(text).replaceAll("");
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static Stream<String> all(Pattern pattern, String text) {
        Function<MatchResult, String> first = match -> match.group(1);
        return pattern.matcher(text).results().map(first);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\n\\s*", " ").strip();
    }
}
