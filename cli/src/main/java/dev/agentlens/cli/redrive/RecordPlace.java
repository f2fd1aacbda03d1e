/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.redrive;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a record is in its topic; written {@code PARTITION@OFFSET}, by which the commands name a record. */
public record RecordPlace(int partition, long offset) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

    /** Empty if it is not of this form. */
    static Optional<RecordPlace> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new RecordPlace(Integer.parseInt(form.group(1)), Long.parseLong(form.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
