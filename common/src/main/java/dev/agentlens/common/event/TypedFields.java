/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.event;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The values of an event's {@link EventField}s. */
public final class TypedFields {

    /** No field has a value. */
    public static final TypedFields NONE = builder().build();

    private final @Nullable Object[] values;

    private TypedFields(@Nullable Object[] values) {
        this.values = values;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Of a {@link EventField.Type#TEXT}. */
    public @Nullable String text(EventField field) {
        return (String) values[field.ordinal()];
    }

    /** Of a {@link EventField.Type#COUNT}. */
    public long count(EventField field) {
        return values[field.ordinal()] instanceof Long count ? count : 0;
    }

    /** Of {@link EventField.Type#MILLISECONDS}. */
    public @Nullable BigDecimal milliseconds(EventField field) {
        return (BigDecimal) values[field.ordinal()];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TypedFields fields && Arrays.equals(values, fields.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (EventField field : EventField.values()) {
            if (values[field.ordinal()] != null) {
                text.append(text.length() > 1 ? ", " : "")
                        .append(field.wireName())
                        .append('=')
                        .append(values[field.ordinal()]);
            }
        }
        return text.append('}').toString();
    }

    /** Sets values; a count of 0 is no value. */
    public static final class Builder {

        private final @Nullable Object[] values = new Object[EventField.values().length];

        public Builder text(EventField field, @Nullable String text) {
            values[field.ordinal()] = text;
            return this;
        }

        public Builder count(EventField field, long count) {
            values[field.ordinal()] = count == 0 ? null : (Long) count;
            return this;
        }

        public Builder milliseconds(EventField field, @Nullable BigDecimal milliseconds) {
            values[field.ordinal()] = milliseconds;
            return this;
        }

        /** To be used once. */
        public TypedFields build() {
            return new TypedFields(values);
        }
    }
}
