/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.redrive;

import dev.agentlens.common.json.JsonObjectWriter;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A record that was set aside or refused, as an operator chooses among them. */
public interface Entry {

    /** Where it is in its topic: what the commands name it by. */
    RecordPlace place();

    /** When it was set aside or refused. */
    Instant time();

    /** Null if unknown. */
    @Nullable
    String sessionId();

    /** Why it was set aside or refused. */
    String reason();

    /** Where it came from, in a few words. */
    String origin();

    /** The same for each copy of the record. */
    Fingerprint fingerprint();

    /** Further fields of the machine-readable form. */
    void describe(JsonObjectWriter json);

    /** What identifies a record beyond its place, which another may have after its topic was re-created. */
    record Fingerprint(UUID digest, String topic, RecordPlace place) {}
}
