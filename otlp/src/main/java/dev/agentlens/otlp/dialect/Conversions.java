/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.dialect;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.otlp.json.AnyValues;
import dev.agentlens.otlp.json.JsonText;
import io.opentelemetry.proto.common.v1.AnyValue;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The conversions that a table may name; the tables' README describes each. */
final class Conversions {

    private static final BigDecimal MAX = new BigDecimal("1e18");
    private static final int MAX_DIGITS = 40;

    private Conversions() {}

    /**
     * @param spec the name of a conversion and its arguments, separated by spaces
     * @throws IllegalArgumentException if there is no such conversion
     */
    static Conversion parse(String spec) {
        List<String> words = Arrays.asList(spec.split(" +"));
        List<String> args = words.subList(1, words.size());
        return switch (words.get(0)) {
            case "text" -> ofValue(Conversions::text);
            case "kind" -> kind(args);
            case "number" -> ofValue(Conversions::number);
            case "look" ->
                (item, source) -> {
                    AnyValue value = item.get(source);
                    return value == null ? null : number(value);
                };
            case "sum" -> sum(args);
            case "members" -> ofValue(value -> members(value, args));
            case "json" -> ofValue(Conversions::json);
            case "value" -> ofValue(Conversions::value);
            case "member" -> ofValue(value -> member(value, args.get(0)));
            case "where" -> ofValue(value -> elements(value, condition(args)));
            case "flag" -> ofValue(Conversions::flag);
            case "numbered" -> new NumberedAttributes(args)::list;
            case "pieces" -> (item, source) -> TextPieces.joined(new NumberedAttributes(args).list(item, source));
            case "messages" -> EventMessages::messages;
            case "attribute" -> (item, source) -> EventMessages.attribute(item, source, args.get(0));
            case "message" -> EventMessages::ofLogRecord;
            default -> throw new IllegalArgumentException("There is no conversion '" + words.get(0) + "'");
        };
    }

    private static Conversion ofValue(Function<AnyValue, @Nullable RawJson> convert) {
        return (item, source) -> {
            AnyValue value = item.get(source);
            RawJson converted = value == null ? null : convert.apply(value);
            if (converted != null) {
                item.take(source);
            }
            return converted;
        };
    }

    private static @Nullable RawJson text(AnyValue value) {
        String text = Item.text(value);
        return text == null ? null : RawJson.ofString(text);
    }

    /** The attribute is kept too: it says more than the kind it is mapped to. */
    private static Conversion kind(List<String> mappings) {
        Map<String, String> kinds = new java.util.LinkedHashMap<>();
        for (String mapping : mappings) {
            int equals = mapping.lastIndexOf('=');
            kinds.put(mapping.substring(0, equals), mapping.substring(equals + 1));
        }
        return (item, source) -> {
            AnyValue value = item.get(source);
            String text = Item.text(value);
            for (Map.Entry<String, String> kind : kinds.entrySet()) {
                boolean any = value != null && kind.getKey().equals("*");
                if (any || (text != null && Condition.matches(kind.getKey(), text))) {
                    return RawJson.ofString(kind.getValue());
                }
            }
            return null;
        };
    }

    private static @Nullable RawJson number(AnyValue value) {
        BigDecimal number = decimal(value);
        return number == null ? null : RawJson.ofNumber(number.toPlainString());
    }

    private static Conversion sum(List<String> others) {
        return (item, source) -> {
            BigDecimal sum = decimal(item.get(source));
            if (sum == null) {
                return null;
            }
            for (String other : others) {
                BigDecimal more = decimal(item.get(other));
                sum = more == null ? sum : sum.add(more);
            }
            item.take(source);
            return RawJson.ofNumber(sum.toPlainString());
        };
    }

    private static @Nullable RawJson members(AnyValue value, List<String> patterns) {
        BigDecimal sum = null;
        for (Map.Entry<String, RawJson> member : AnyValues.held(value).fields().entrySet()) {
            boolean wanted = patterns.stream().anyMatch(pattern -> Condition.matches(pattern, member.getKey()));
            BigDecimal number = wanted ? decimal(member.getValue()) : null;
            if (number != null) {
                sum = sum == null ? number : sum.add(number);
            }
        }
        return sum == null ? null : RawJson.ofNumber(sum.toPlainString());
    }

    private static @Nullable RawJson json(AnyValue value) {
        boolean nothing = value.getValueCase() == AnyValue.ValueCase.VALUE_NOT_SET
                || (value.hasStringValue() && value.getStringValue().isBlank());
        return nothing ? null : AnyValues.held(value);
    }

    /** Text that looks like a number stays text. */
    private static @Nullable RawJson value(AnyValue value) {
        RawJson held = json(value);
        boolean container = held != null && (held.kind() == JsonKind.OBJECT || held.kind() == JsonKind.ARRAY);
        return held == null || container ? held : AnyValues.json(value);
    }

    private static @Nullable RawJson member(AnyValue value, String name) {
        RawJson member = AnyValues.held(value).field(name);
        String text = member == null ? null : member.string();
        return text == null || text.isBlank() ? null : RawJson.ofString(text);
    }

    private static @Nullable RawJson elements(AnyValue value, Predicate<RawJson> condition) {
        JsonText list = new JsonText(256).startArray();
        boolean any = false;
        for (RawJson element : AnyValues.held(value).elements()) {
            if (condition.test(element)) {
                list.value(element);
                any = true;
            }
        }
        return any ? list.endArray().value() : null;
    }

    private static Predicate<RawJson> condition(List<String> args) {
        Condition condition = Condition.parse(args.get(0));
        return element -> {
            RawJson member = element.field(condition.name());
            String text = member == null ? null : member.string();
            String pattern = condition.pattern() == null ? "*" : condition.pattern();
            return condition.wanted() == (text != null && Condition.matches(pattern, text));
        };
    }

    private static @Nullable RawJson flag(AnyValue value) {
        String text = Item.text(value);
        boolean set = value.getBoolValue() || "true".equalsIgnoreCase(text) || "1".equals(text);
        return set ? RawJson.of("true") : null;
    }

    private static @Nullable BigDecimal decimal(@Nullable AnyValue value) {
        if (value == null) {
            return null;
        }
        return switch (value.getValueCase()) {
            case INT_VALUE -> BigDecimal.valueOf(value.getIntValue());
            case DOUBLE_VALUE ->
                Double.isFinite(value.getDoubleValue()) && Math.abs(value.getDoubleValue()) < 1e18
                        ? BigDecimal.valueOf(value.getDoubleValue())
                        : null;
            case STRING_VALUE -> decimal(value.getStringValue().strip());
            default -> null;
        };
    }

    private static @Nullable BigDecimal decimal(RawJson value) {
        return value.kind() == JsonKind.NUMBER ? decimal(value.text()) : null;
    }

    private static @Nullable BigDecimal decimal(String digits) {
        if (digits.isEmpty() || digits.length() > MAX_DIGITS || "-0123456789".indexOf(digits.charAt(0)) < 0) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(digits);
            // Bounds first: the digits of 1e999999999 written out would fill the heap.
            boolean bounded = Math.abs((long) number.scale()) <= MAX_DIGITS;
            return bounded && number.abs().compareTo(MAX) < 0 ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
