/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.docs;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import tools.jackson.databind.JsonNode;

/** A row of docs/configuration.md. */
record Setting(String variable, String property, String fallback, String allowed, String meaning) {

    /** @param metadata a property as Boot's configuration processor describes it */
    static Setting of(JsonNode metadata) {
        String property = metadata.get("name").asString();
        return new Setting(
                property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT),
                property,
                fallback(metadata.path("defaultValue")),
                allowed(metadata.get("type").asString(), component(metadata)),
                meaning(metadata));
    }

    /** @param placeholder the value of a property in a role's YAML: {@code ${VARIABLE:default}} */
    static Setting of(JsonNode metadata, String placeholder) {
        String[] parts = placeholder.substring(2, placeholder.length() - 1).split(":", 2);
        return new Setting(
                parts[0],
                metadata.get("name").asString(),
                parts[1].isEmpty() ? "none" : "`" + parts[1] + "`",
                kind(metadata.get("type").asString()),
                meaning(metadata));
    }

    String row() {
        return "| `" + variable + "` | `" + property + "` | " + fallback + " | " + allowed + " | " + meaning + " |";
    }

    private static String meaning(JsonNode metadata) {
        return metadata.get("description")
                .asString()
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replace("|", "\\|");
    }

    private static String fallback(JsonNode value) {
        return value.isMissingNode() || value.asString().isEmpty() ? "none" : "`" + value.asString() + "`";
    }

    private static String kind(String type) {
        return switch (type) {
            case "java.lang.Integer", "java.lang.Short" -> "whole number";
            case "java.lang.Double" -> "number";
            case "java.time.Duration" -> "duration";
            case "org.springframework.util.unit.DataSize" -> "size";
            case "java.lang.Boolean" -> "`true`, `false`";
            case "java.util.List<java.lang.String>" -> "list";
            case "java.lang.String" -> "text";
            default -> choices(type);
        };
    }

    /** The names of an enum's constants, as a setting writes them. */
    private static String choices(String type) {
        try {
            Object[] constants = Class.forName(type).getEnumConstants();
            if (constants != null) {
                return Stream.of(constants)
                        .map(constant -> "`" + constant.toString().toLowerCase(Locale.ROOT) + "`")
                        .collect(Collectors.joining(", "));
            }
        } catch (ClassNotFoundException e) {
            // As below.
        }
        throw new IllegalArgumentException("How is a " + type + " written?");
    }

    static String allowed(String type, AnnotatedElement component) {
        List<String> bounds = new ArrayList<>();
        Min min = component.getAnnotation(Min.class);
        Max max = component.getAnnotation(Max.class);
        DurationMin shortest = component.getAnnotation(DurationMin.class);
        DurationMax longest = component.getAnnotation(DurationMax.class);
        if (component.isAnnotationPresent(Positive.class)) {
            bounds.add("from 1");
        }
        if (min != null) {
            bounds.add("from " + min.value());
        }
        if (max != null) {
            bounds.add("to " + max.value());
        }
        if (shortest != null) {
            bounds.add("from " + written(length(shortest)));
        }
        if (longest != null) {
            bounds.add("to " + written(length(longest)));
        }
        if (component.isAnnotationPresent(NotBlank.class)) {
            bounds.add("not blank");
        }
        return bounds.isEmpty() ? kind(type) : kind(type) + ", " + String.join(" ", bounds);
    }

    private static Duration length(DurationMin bound) {
        return length(bound.days(), bound.hours(), bound.minutes(), bound.seconds(), bound.millis());
    }

    private static Duration length(DurationMax bound) {
        return length(bound.days(), bound.hours(), bound.minutes(), bound.seconds(), bound.millis());
    }

    private static Duration length(long days, long hours, long minutes, long seconds, long millis) {
        return Duration.ofDays(days)
                .plusHours(hours)
                .plusMinutes(minutes)
                .plusSeconds(seconds)
                .plusMillis(millis);
    }

    /** In the largest unit that needs no fraction: {@code 90s}, {@code 24h}. */
    private static String written(Duration length) {
        if (length.toMillisPart() > 0) {
            return "`" + length.toMillis() + "ms`";
        }
        if (length.isZero() || length.toSecondsPart() > 0) {
            return "`" + length.toSeconds() + "s`";
        }
        return length.toMinutesPart() > 0 ? "`" + length.toMinutes() + "m`" : "`" + length.toHours() + "h`";
    }

    /** The record's parameter that holds the setting, with its constraints. */
    private static AnnotatedElement component(JsonNode metadata) {
        String name = metadata.get("name").asString();
        String last = name.substring(name.lastIndexOf('.') + 1);
        try {
            Class<?> source = Class.forName(metadata.get("sourceType").asString());
            return Stream.of(source.getDeclaredConstructors()[0].getParameters())
                    .filter(parameter -> dashed(parameter.getName()).equals(last))
                    .findFirst()
                    .orElseThrow();
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String dashed(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
