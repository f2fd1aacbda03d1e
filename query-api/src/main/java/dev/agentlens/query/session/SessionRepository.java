/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.util.Collection;
import java.util.List;
import org.springframework.data.repository.Repository;

/** Reads of the table {@code sessions}. */
interface SessionRepository extends Repository<SessionMetadata, String> {

    /** Of those that exist, in any order. */
    List<SessionMetadata> findBySessionIdIn(Collection<String> sessionIds);
}
