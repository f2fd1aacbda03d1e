/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A session's metadata, which may be long. */
@Entity
@Immutable
@Table(name = "sessions")
@SuppressWarnings("NullAway.Init")
public class SessionMetadata {

    @Id
    private String sessionId;

    private String metadata;

    public String sessionId() {
        return sessionId;
    }

    /** JSON as it was sent. */
    public String metadata() {
        return metadata;
    }
}
