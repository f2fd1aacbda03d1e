/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import dev.agentlens.cli.verify.VerificationReport.NotInTheLog;
import dev.agentlens.cli.verify.VerificationReport.Partition;
import dev.agentlens.common.event.EventTopic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** A report in words, and as JSON. */
final class ReportText {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private ReportText() {}

    /** One object; names as those of {@link VerificationReport}, in snake case; the duration in milliseconds. */
    static String json(VerificationReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", report.schema());
        json.put("equal", report.equal());
        json.put("differences", report.differences());
        json.put("first_differences", report.first());
        json.put("tables", report.tables());
        json.put("records", report.records());
        json.put("ledger", report.ledger());
        json.put("unreadable", report.unreadable());
        json.put("not_in_the_log", report.notInTheLog());
        json.put("rejected", report.rejected());
        json.put("not_yet_projected", report.notYetProjected());
        json.put("duration_ms", report.duration().toMillis());
        return JSON.writeValueAsString(json);
    }

    static List<String> lines(VerificationReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("Read tables in the schema " + report.schema() + ", compared with " + EventTopic.EVENTS);
        lines.add("");
        lines.add(String.format("%-20s %15s %15s", "table", "rows", "differences"));
        report.tables()
                .forEach(table -> lines.add(String.format(
                        Locale.ROOT, "%-20s %,15d %,15d", table.table(), table.rows(), table.differences())));
        ledger(report, lines);
        older(report.notInTheLog(), lines);
        differences(report, lines);
        lines.add("");
        lines.add(verdict(report));
        return lines;
    }

    private static void ledger(VerificationReport report, List<String> lines) {
        lines.add("");
        lines.add(String.format(
                "%-9s %14s %14s %14s %14s %14s %14s",
                "partition", "records", "projected", "duplicates", "conflicts", "dead-lettered", "erased"));
        report.ledger().forEach(partition -> lines.add(counts(Integer.toString(partition.partition()), partition)));
        lines.add(counts(
                "all", report.ledger().stream().reduce(new Partition(0, 0, 0, 0, 0, 0, 0, 0, 0), ReportText::sum)));
        lines.add(String.format(
                Locale.ROOT,
                "Rejected at ingest (%s): %,d. Not yet projected: %,d.",
                EventTopic.REJECTED,
                report.rejected(),
                report.notYetProjected()));
    }

    private static String counts(String name, Partition partition) {
        return String.format(
                Locale.ROOT,
                "%-9s %,14d %,14d %,14d %,14d %,14d %,14d",
                name,
                partition.records(),
                partition.projected(),
                partition.duplicates(),
                partition.conflicts(),
                partition.deadLettered(),
                partition.erased());
    }

    private static Partition sum(Partition one, Partition other) {
        return new Partition(
                0,
                0,
                0,
                one.records() + other.records(),
                one.projected() + other.projected(),
                one.duplicates() + other.duplicates(),
                one.conflicts() + other.conflicts(),
                one.deadLettered() + other.deadLettered(),
                one.erased() + other.erased());
    }

    private static void older(NotInTheLog older, List<String> lines) {
        if (!older.partitions().isEmpty()) {
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT,
                    "Kafka has deleted the beginning of the log in partitions %s, with %,d events of the tables. They and"
                            + " their %,d sessions cannot be compared; rollups were compared with the sums of these rows,"
                            + " and counters may be higher than the log says.",
                    older.partitions(),
                    older.events(),
                    older.sessions()));
        }
    }

    private static void differences(VerificationReport report, List<String> lines) {
        if (!report.equal()) {
            lines.add("");
            report.first().forEach(difference -> lines.add(difference.toString()));
            long more = report.differences() - report.first().size();
            if (more > 0) {
                lines.add(String.format(Locale.ROOT, "... and %,d more", more));
            }
            boolean ofDeadLetters = report.first().stream()
                    .anyMatch(difference -> difference.what().contains("dead_lettered"));
            if (ofDeadLetters && !report.unreadable().isEmpty()) {
                lines.add("Records of the log that are no events:");
                report.unreadable().forEach(record -> lines.add("  " + record));
            }
        }
    }

    private static String verdict(VerificationReport report) {
        double seconds = Math.max(0.001, report.duration().toMillis() / 1e3);
        String work = String.format(
                Locale.ROOT, "%,d records in %.1f s (%,.0f/s)", report.records(), seconds, report.records() / seconds);
        return report.equal()
                ? "Equal: the read tables are what the log makes of them. " + work
                : String.format(
                        Locale.ROOT,
                        "Different: %,d differences. %s%nRebuild the read tables: ./agentlens rebuild",
                        report.differences(),
                        work);
    }
}
