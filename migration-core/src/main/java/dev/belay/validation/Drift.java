package dev.belay.validation;

import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.schema.SchemaDiff;
import dev.belay.schema.SchemaSnapshot;
import java.sql.Connection;
import java.util.Set;

/**
 * A live schema, and what its history makes when it is replayed: what somebody changed by hand, and what is missing.
 *
 * @param scripts what the scripts make; owned by the role that applies migrations in the live database
 * @param database the live schema
 */
public record Drift(SchemaSnapshot scripts, SchemaSnapshot database) {

    /**
     * Reads both.
     *
     * @param replayed a session in a scratch database on which the history was replayed, and the role that owns what was
     *     made there
     * @param live a session in the live database, and the role that applies migrations there, and so owns what they make
     * @param historyTable quoted and qualified; no part of the comparison
     * @throws dev.belay.outcome.EnvironmentException when a server does not answer
     */
    public static Drift read(Connection replayed, Role replayedAs, Connection live, Role liveAs, String historyTable) {
        return new Drift(
                expected(replayed, replayedAs.quoted(), liveAs.quoted(), historyTable),
                SnapshotReader.read(live, Set.of(historyTable)));
    }

    /** {@return the replayed schema as it would be in the live database; roles and table are quoted} */
    public static SchemaSnapshot expected(Connection replayed, String replayedAs, String liveAs, String historyTable) {
        return SnapshotReader.read(replayed, Set.of(historyTable)).withRole(replayedAs, liveAs);
    }

    /** {@return how a schema differs from the expected one} */
    public static SchemaDiff between(SchemaSnapshot expected, SchemaSnapshot found) {
        return SchemaDiff.between(withoutPublic(expected), withoutPublic(found));
    }

    /** {@return how the live schema differs} */
    public SchemaDiff difference() {
        return between(scripts, database);
    }

    /** Who owns the schema public, and what is said of it, is up to how the database was made, not to migrations. */
    private static SchemaSnapshot withoutPublic(SchemaSnapshot snapshot) {
        return snapshot.without(id -> id.identity().equals("schema public")
                || id.type().equals("privileges") && id.identity().endsWith(" on schema public"));
    }
}
