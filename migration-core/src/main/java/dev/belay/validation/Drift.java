package dev.belay.validation;

import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.schema.SchemaDiff;
import dev.belay.schema.SchemaSnapshot;
import java.sql.Connection;
import java.util.Set;

/**
 * How a live schema differs from what its history makes when it is replayed: what somebody changed by hand, and what is
 * missing.
 */
public final class Drift {

    private Drift() {}

    /**
     * {@return how the live schema differs from the replayed one}
     *
     * @param replayed a session in a scratch database on which the history was replayed
     * @param replayedAs the role that owns what was made there
     * @param live a session in the live database
     * @param liveAs the role that applies migrations there, and so owns what they make
     * @param historyTable quoted and qualified; no part of the comparison
     */
    public static SchemaDiff of(
            Connection replayed, String replayedAs, Connection live, String liveAs, String historyTable) {
        return between(
                expected(replayed, replayedAs, liveAs, historyTable), SnapshotReader.read(live, Set.of(historyTable)));
    }

    /** {@return the replayed schema as it would be in the live database; the parameters are those of {@link #of}} */
    public static SchemaSnapshot expected(Connection replayed, String replayedAs, String liveAs, String historyTable) {
        return SnapshotReader.read(replayed, Set.of(historyTable)).withRole(replayedAs, liveAs);
    }

    /** {@return how a schema differs from the expected one} */
    public static SchemaDiff between(SchemaSnapshot expected, SchemaSnapshot found) {
        return SchemaDiff.between(withoutPublic(expected), withoutPublic(found));
    }

    /** Who owns the schema public, and what is said of it, is up to how the database was made, not to migrations. */
    private static SchemaSnapshot withoutPublic(SchemaSnapshot snapshot) {
        return snapshot.without(id -> id.identity().equals("schema public")
                || id.type().equals("privileges") && id.identity().endsWith(" on schema public"));
    }
}
