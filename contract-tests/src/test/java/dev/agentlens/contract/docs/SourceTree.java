/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text files of a checkout by path, and the names and messages in its code. */
final class SourceTree {

    private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules", "data", "logs");
    private static final Pattern COMMENT = Pattern.compile("(?ms)^\\s*/\\*.*?\\*/|^\\s*//.*?$");
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|enum|record) ([A-Z]\\w*)");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+);");
    private static final Pattern WORD = Pattern.compile("(\\w[\\w.-]*)");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{}|%[sd]|\\.\\.\\.");
    private static final Pattern GENERATED = Pattern.compile("(?s)(<!-- Made from the code.*<!-- End of what is made)");
    private static final Pattern DOCUMENT =
            Pattern.compile("(?:.*/)?(?:README|CONTRIBUTING|CHANGELOG)\\.md|docs/.*\\.md|docs/api/[^/]*\\.yaml");

    private final Map<String, String> files;
    private final Map<String, String> sourceOfType = new HashMap<>();
    private final Set<String> imported = new HashSet<>();
    private final Set<String> words = new HashSet<>();
    private final List<List<String>> literals = new ArrayList<>();
    private final Map<String, String> joined = new HashMap<>();

    private SourceTree(Map<String, String> files) {
        this.files = files;
        files.forEach((path, text) -> {
            if (path.endsWith(".java")) {
                groups(TYPE, text).forEach(name -> sourceOfType.merge(name, text, String::concat));
                groups(IMPORT, text).forEach(name -> imported.addAll(List.of(name.split("\\."))));
            }
            String code = code(path, text);
            groups(WORD, code).map(word -> word.replaceFirst("[.-]+$", "")).forEach(words::add);
            if (path.endsWith(".java")) {
                literals.add(literals(code));
            }
        });
    }

    static SourceTree of(Map<String, String> files) {
        return new SourceTree(new TreeMap<>(files));
    }

    static SourceTree read(Path root) {
        Map<String, String> files = new TreeMap<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return SKIPPED.contains(directory.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String path = root.relativize(file).toString().replace('\\', '/');
                    files.put(path, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(files);
    }

    /** The documents: Markdown, and the descriptions of the API. Released ones are as they were. */
    List<DocumentText> documents() {
        return files.entrySet().stream()
                .filter(file -> DOCUMENT.matcher(file.getKey()).matches())
                .map(file -> new DocumentText(file.getKey(), file.getValue()))
                .toList();
    }

    DocumentText document(String path) {
        return new DocumentText(path, files.get(path));
    }

    /** Whether there is such a file or directory. */
    boolean hasPath(String path) {
        String directory = path.endsWith("/") ? path : path + "/";
        return files.containsKey(path) || files.keySet().stream().anyMatch(each -> each.startsWith(directory));
    }

    boolean hasFileNamed(String name) {
        return files.keySet().stream().anyMatch(path -> path.endsWith("/" + name) || path.equals(name));
    }

    /** Whether a type of this simple name is declared here, or imported from a library. */
    boolean hasType(String name) {
        return sourceOfType.containsKey(name) || imported.contains(name);
    }

    /** Whether the source of the type has this word; true of a library's type. */
    boolean hasMember(String type, String member) {
        String source = sourceOfType.get(type);
        return source == null
                || Pattern.compile("\\b" + member + "\\b").matcher(source).find();
    }

    /** Whether code or configuration, tests and comments left out, has this name. */
    boolean hasName(String name) {
        return words.contains(name);
    }

    /** All text below a directory, or of a file. */
    String text(String path) {
        return joined.computeIfAbsent(
                path,
                missing -> files.entrySet().stream()
                        .filter(file ->
                                file.getKey().equals(path) || file.getKey().startsWith(path + "/"))
                        .map(Map.Entry::getValue)
                        .collect(Collectors.joining("\n")));
    }

    /**
     * Whether the string literals of one source file make up this message: all of it but its values, which are at most half
     * of it and at most five words each, or messages themselves.
     */
    boolean writes(String message) {
        return literals.stream()
                .anyMatch(ofOneFile -> ofOneFile.stream().anyMatch(literal -> literal.contains(message))
                        || isMadeOf(message, ofOneFile));
    }

    private boolean isMadeOf(String message, List<String> literals) {
        StringBuilder values = new StringBuilder(message);
        for (String literal : literals) {
            for (int at = message.indexOf(literal); at >= 0; at = message.indexOf(literal, at + 1)) {
                values.replace(at, at + literal.length(), "\0".repeat(literal.length()));
            }
        }
        List<String> rest = Stream.of(values.toString().split("\0+")).toList();
        return rest.stream().mapToInt(String::length).max().orElse(0) < message.length()
                && rest.stream()
                                        .filter(value -> !isLong(value))
                                        .mapToInt(String::length)
                                        .sum()
                                * 2
                        <= message.length()
                && rest.stream().allMatch(value -> !isLong(value) || writes(value));
    }

    private static boolean isLong(String value) {
        return value.strip().split("\\s+").length > 5;
    }

    private static String code(String path, String text) {
        if (path.equals("docs/configuration.md")) {
            // ConfigurationDocumentTest compares this part with the code.
            return groups(GENERATED, text).collect(Collectors.joining());
        }
        boolean isCode = !path.startsWith("docs/") && !path.endsWith(".md") && !path.contains("src/test/");
        return isCode ? COMMENT.matcher(text).replaceAll("") : "";
    }

    private static List<String> literals(String code) {
        return groups(LITERAL, code)
                .flatMap(PLACEHOLDER::splitAsStream)
                .map(literal -> literal.replaceAll("\\\\(.)", "$1"))
                .filter(literal -> literal.length() > 2)
                .distinct()
                .toList();
    }

    private static Stream<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1));
    }
}
