/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * The PostgreSQL schemas that read tables are in. SQL names tables without their schema: a connection's search path
 * decides. A rebuild fills a schema of its own beside the live one and then trades their names.
 */
public final class ReadSchema {

    /** The live schema: readers read it, projectors write it. */
    public static final String LIVE = "agentlens";

    /** The schema that a rebuild fills. */
    public static final String REBUILD = "agentlens_rebuild";

    /** The live schema before the last rebuild; dropped after a grace period. */
    public static final String RETIRED = "agentlens_retired";

    private ReadSchema() {}

    /** Creates or migrates {@code schema} and its tables; {@code dataSource} may be of any schema. */
    public static void migrate(DataSource dataSource, String schema) {
        Flyway.configure()
                .dataSource(dataSource)
                .schemas(schema)
                .defaultSchema(schema)
                .load()
                .migrate();
    }
}
