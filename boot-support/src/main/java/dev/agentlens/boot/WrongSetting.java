/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.boot;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/** Tells from the failure of a start which setting caused it. */
public final class WrongSetting {

    private static final Pattern SECRET = Pattern.compile("KEY|PASSWORD|SECRET|JAAS|TOKEN");

    private WrongSetting() {}

    /** One sentence that names the variable, its value unless it is a secret, and what is allowed; empty if none is wrong. */
    public static Optional<String> in(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .flatMap(cause -> sentence(cause).stream())
                .findFirst();
    }

    private static Optional<String> sentence(Throwable cause) {
        if (cause instanceof SettingException) {
            return Optional.ofNullable(cause.getMessage());
        }
        if (cause instanceof BindValidationException invalid) {
            String prefix = invalid.getValidationErrors().getName().toString();
            return invalid.getValidationErrors().getAllErrors().stream()
                    .findFirst()
                    .map(error -> invalid(prefix, error));
        }
        // A value that could be read, but not be allowed, is among the causes of this one.
        if (cause instanceof BindException unreadable
                && in(notNull(cause.getCause())).isEmpty()) {
            return Optional.of(unreadable(unreadable));
        }
        return Optional.empty();
    }

    private static String invalid(String prefix, ObjectError error) {
        if (error instanceof FieldError field) {
            String variable = variable(prefix + "." + dashed(field.getField()));
            return variable + is(variable, field.getRejectedValue()) + ": it " + error.getDefaultMessage();
        }
        return variable(prefix) + ": " + error.getDefaultMessage();
    }

    private static String unreadable(BindException failure) {
        ConfigurationProperty property = failure.getProperty();
        String variable = variable(failure.getName().toString());
        Object value = null;
        if (property != null) {
            Origin origin = property.getOrigin();
            variable = origin instanceof SystemEnvironmentOrigin environment ? environment.getProperty() : variable;
            value = property.getValue();
        }
        return variable + is(variable, value) + ": it must be "
                + described(failure.getTarget().getType().resolve());
    }

    private static String is(String variable, @Nullable Object value) {
        return value == null || SECRET.matcher(variable).find() ? "" : " is '" + value + "'";
    }

    private static String described(@Nullable Class<?> type) {
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        } else if (type == short.class || type == Short.class) {
            return "a whole number from -32768 to 32767";
        } else if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        } else if (type == Duration.class) {
            return "a duration such as 250ms, 6s or 2m";
        } else if (type == DataSize.class) {
            return "a size such as 512KB or 10MB";
        } else if (type != null && type.isEnum()) {
            return "one of "
                    + String.join(
                            ", ",
                            Stream.of(type.getEnumConstants())
                                    .map(Object::toString)
                                    .toList());
        }
        return "a valid value";
    }

    /** The environment variable that sets a property. */
    private static String variable(String property) {
        return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String dashed(String field) {
        return field.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static Throwable notNull(@Nullable Throwable cause) {
        return cause == null ? new Throwable() : cause;
    }
}
