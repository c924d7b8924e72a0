package dev.belay.migrate;

import dev.belay.outcome.CurrentOutcome.LastRun;
import dev.belay.outcome.RunId;
import dev.belay.script.Version;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The runs in {@code belay.run}: a row before the first change, its end behind the last.
 *
 * @param history the history table that the runs work on, quoted and qualified
 */
record RunJournal(String history) {

    /** Parameters: id, goal, history, who started it, version before. */
    static final String STARTED =
            "INSERT INTO belay.run (id, goal, history, started_by, version_before) VALUES (?, ?, ?, ?, ?)";

    /** Parameters: environment, commit, id. */
    static final String STARTED_FROM = "UPDATE belay.run SET environment = ?, git_commit = ? WHERE id = ?";

    /** Parameters: result, version after, id. */
    static final String FINISHED =
            "UPDATE belay.run SET finished_at = clock_timestamp(), result = ?, version_after = ? WHERE id = ?";

    /** Of the run {@code r}. Names of sessions are for every role to see (pgstatfuncs.c, pg_stat_get_activity). */
    private static final String ALIVE =
            "EXISTS (SELECT FROM pg_stat_activity a WHERE a.application_name LIKE 'belay ' || r.id || ' %')";

    private static final String SEEN = "seen by run ";

    /** How a line of the audit trail begins that says that the scripts may run again as they are. */
    static final String NO_FAULT = "no fault of the scripts, which may run again as they are: ";

    /** How the line begins that a run has while it takes back what it has done; its end takes the line away. */
    static final String TAKING_BACK = "taking back: ";

    /** How the line begins that a run has whose outcome was seen to hold by a later one. */
    private static final String HOLDS = "all holds, as seen by run ";

    private static final String HAS_LINE = "EXISTS (SELECT FROM unnest(r.audit) line WHERE starts_with(line, ?))";

    /** Writes that a run begins; committed before anything else is done. */
    void started(Connection connection, RunId run, String goal, Optional<String> versionBefore) throws SQLException {
        try (var insert = connection.prepareStatement(STARTED)) {
            insert.setString(1, run.value());
            insert.setString(2, goal);
            insert.setString(3, history);
            insert.setString(4, startedBy());
            insert.setString(5, versionBefore.orElse(null));
            insert.executeUpdate();
        }
    }

    /** Writes how a run ended: {@code succeeded} or {@code failed}. */
    void finished(Connection connection, RunId run, String result, Optional<String> versionAfter) throws SQLException {
        try (var update = connection.prepareStatement(FINISHED)) {
            update.setString(1, result);
            update.setString(2, versionAfter.orElse(null));
            update.setString(3, run.value());
            update.executeUpdate();
        }
    }

    /** Writes in what a run works: the environment of its database, and the commit that its scripts come from. */
    void startedFrom(Connection connection, RunId run, RunOrigin origin) throws SQLException {
        try (var update = connection.prepareStatement(STARTED_FROM)) {
            update.setString(1, origin.environment());
            update.setString(2, origin.gitCommit().orElse(null));
            update.setString(3, run.value());
            update.executeUpdate();
        }
    }

    /** Writes the same of one of which more is known. */
    void started(Connection connection, RunId run, RunRecord.Facts facts) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO belay.run (id, goal, history, started_by,"
                + " version_before, environment, git_commit, plan, fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, run.value());
            insert.setString(2, facts.goal());
            insert.setString(3, history);
            insert.setString(4, startedBy());
            insert.setString(5, facts.versionBefore().map(Version::toString).orElse(null));
            insert.setString(6, facts.environment());
            insert.setString(7, facts.gitCommit().orElse(null));
            insert.setString(8, facts.plan().orElse(null));
            insert.setString(9, facts.fingerprint());
            insert.executeUpdate();
        }
    }

    /** Writes how a run ended, with every use of force, every skip and every allowance: what has an end has these too. */
    void ended(Connection connection, RunId run, String result, Optional<String> versionAfter, List<String> audit)
            throws SQLException {
        try (var update = connection.prepareStatement("UPDATE belay.run SET finished_at = clock_timestamp(),"
                + " result = ?, version_after = ?, audit = ? WHERE id = ?")) {
            update.setString(1, result);
            update.setString(2, versionAfter.orElse(null));
            update.setArray(3, connection.createArrayOf("text", audit.toArray()));
            update.setString(4, run.value());
            update.executeUpdate();
        }
    }

    /**
     * {@return the runs on this history that have no end, the oldest first; those that were seen to the end are left out}
     *
     * @param own the run that asks
     */
    List<KilledRun> killed(Connection connection, RunId own) throws SQLException {
        return withoutEnd(connection, own, "");
    }

    /** {@return those of them that have no session; a session of theirs may also be one that was left behind} */
    List<KilledRun> interrupted(Connection connection, RunId own) throws SQLException {
        return withoutEnd(connection, own, " AND NOT " + ALIVE);
    }

    private List<KilledRun> withoutEnd(Connection connection, RunId own, String condition) throws SQLException {
        try (var query = connection.prepareStatement("SELECT r.id, r.goal, r.started_at, s.step,"
                + " s.finished_at IS NOT NULL AS ended FROM belay.run r LEFT JOIN LATERAL (SELECT * FROM belay.run_step"
                + " WHERE run = r.id ORDER BY ordinal DESC LIMIT 1) s ON true WHERE r.history = ? AND r.result = 'running'"
                + " AND r.id <> ? AND NOT EXISTS (SELECT FROM unnest(r.audit) line WHERE line LIKE '" + SEEN + "%')"
                + condition + " ORDER BY r.started_at")) {
            query.setString(1, history);
            query.setString(2, own.value());
            try (var row = query.executeQuery()) {
                var killed = new ArrayList<KilledRun>();
                while (row.next()) {
                    killed.add(new KilledRun(
                            new RunId(row.getString("id")),
                            row.getString("goal"),
                            RunArchive.instant(row, "started_at").orElseThrow(),
                            Optional.ofNullable(row.getString("step")),
                            row.getBoolean("ended")));
                }
                return killed;
            }
        }
    }

    /** Notes that a killed run was seen and tidied up behind. */
    void seen(Connection connection, RunId killed, RunId by, String line) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE belay.run SET audit = audit || ?::text WHERE id = ?")) {
            update.setString(1, SEEN + by + ": " + line);
            update.setString(2, killed.value());
            update.executeUpdate();
        }
    }

    /** Notes the same of one that had restored the backup; when that was is not known. */
    void seenRestored(Connection connection, RunId killed, RunId by, String line) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE belay.run SET audit = audit || ?::text,"
                + " result = 'restored', version_after = version_before WHERE id = ?")) {
            update.setString(1, SEEN + by + ": " + line);
            update.setString(2, killed.value());
            update.executeUpdate();
        }
    }

    /** Notes that what a run has left holds, as another has seen. */
    void holds(Connection connection, RunId left, RunId by) throws SQLException {
        note(connection, left, List.of(HOLDS + by));
    }

    /** Notes lines of a run that goes on; its end writes all of them anew. */
    void note(Connection connection, RunId run, List<String> lines) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE belay.run SET audit = audit || ?::text[] WHERE id = ?")) {
            update.setArray(1, connection.createArrayOf("text", lines.toArray()));
            update.setString(2, run.value());
            update.executeUpdate();
        }
    }

    /**
     * Notes that killed runs were rolled back that were taking back what they had done, and of which all is to be done
     * again: nothing of theirs is in the history any more. What an upgrade has done since is another story.
     *
     * @param own the run that asks, and holds the run lock
     */
    void killedTakenBack(Connection connection, String fingerprint, RunId own) throws SQLException {
        // looked for first: who may read only has nothing to write, and is told elsewhere what is missing
        try (var query = connection.prepareStatement("SELECT r.id FROM belay.run r WHERE r.history = ?"
                        + " AND r.fingerprint = ? AND r.id <> ? AND r.result = 'running' AND " + HAS_LINE
                        + " AND NOT EXISTS (SELECT FROM belay.run s WHERE s.history = r.history"
                        + " AND s.started_at > r.started_at AND s.goal = 'upgrade' AND s.result = 'succeeded')");
                var update = connection.prepareStatement("UPDATE belay.run SET result = 'rolled back',"
                        + " version_after = version_before WHERE id = ?")) {
            query.setString(1, history);
            query.setString(2, fingerprint);
            query.setString(3, own.value());
            query.setString(4, TAKING_BACK);
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    update.setString(1, row.getString(1));
                    update.executeUpdate();
                }
            }
        }
    }

    /**
     * {@return the upgrade that was killed while it took back what it had done, if no other run has worked since but for
     * downgrades that did not come to their end}
     */
    Optional<RunRecord.HalfBack> halfBack(Connection connection, RunId own) throws SQLException {
        try (var query = connection.prepareStatement("SELECT r.id, r.version_before, r.fingerprint FROM belay.run r"
                + " WHERE r.history = ? AND r.goal = 'upgrade' AND r.result = 'running' AND r.id <> ? AND " + HAS_LINE
                + " AND NOT " + HAS_LINE + " AND NOT EXISTS (SELECT FROM belay.run s WHERE s.history = r.history"
                + " AND s.started_at > r.started_at AND s.id <> ? AND s.result <> 'refused'"
                + " AND NOT (s.goal = 'downgrade' AND s.result NOT IN ('succeeded', 'invalid')))"
                + " ORDER BY r.started_at DESC LIMIT 1")) {
            query.setString(1, history);
            query.setString(2, own.value());
            query.setString(3, TAKING_BACK);
            query.setString(4, NO_FAULT);
            query.setString(5, own.value());
            try (var row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new RunRecord.HalfBack(
                                new RunId(row.getString(1)),
                                Optional.ofNullable(row.getString(2)).map(Version::of),
                                row.getString(3)))
                        : Optional.empty();
            }
        }
    }

    /**
     * {@return the last run on this history that was to do this and was taken back, unless it succeeded since} A restore
     * counts whatever its reason was: it keeps everybody out, and leaves a database behind.
     */
    Optional<RunId> takenBack(Connection connection, String fingerprint) throws SQLException {
        try (var query = connection.prepareStatement("SELECT r.id FROM belay.run r WHERE r.history = ?"
                + " AND r.fingerprint = ? AND (r.result = 'restored' OR r.result = 'rolled back' AND NOT EXISTS"
                + " (SELECT FROM unnest(r.audit) line WHERE starts_with(line, ?))) AND NOT EXISTS (SELECT FROM belay.run s"
                + " WHERE s.history = r.history AND s.fingerprint = r.fingerprint AND s.result = 'succeeded'"
                + " AND s.started_at > r.started_at) ORDER BY r.started_at DESC LIMIT 1")) {
            query.setString(1, history);
            query.setString(2, fingerprint);
            query.setString(3, NO_FAULT);
            return run(query);
        }
    }

    /**
     * {@return the last run on this history that moved it, if it was of that goal, and what it applied did not hold, or
     * nobody has seen whether it does}
     */
    Optional<RunId> leftInvalid(Connection connection, String goal) throws SQLException {
        try (var query = connection.prepareStatement("SELECT r.id FROM (SELECT id, goal, result, audit FROM belay.run"
                + " WHERE history = ? AND result <> 'refused' AND goal IN ('upgrade', 'downgrade', 'restore')"
                + " ORDER BY started_at DESC LIMIT 1) r WHERE r.goal = ? AND NOT " + HAS_LINE
                + " AND (r.result = 'invalid' OR r.result IN ('failed', 'running')"
                + " AND EXISTS (SELECT FROM belay.run_step s WHERE s.run = r.id AND s.step = 'apply')"
                + " AND NOT EXISTS (SELECT FROM belay.run_step s WHERE s.run = r.id AND s.step = 'validate'"
                + " AND s.result IN ('done', 'warned')))")) {
            query.setString(1, history);
            query.setString(2, goal);
            query.setString(3, HOLDS);
            return run(query);
        }
    }

    private static Optional<RunId> run(PreparedStatement query) throws SQLException {
        try (var row = query.executeQuery()) {
            return row.next() ? Optional.of(new RunId(row.getString(1))) : Optional.empty();
        }
    }

    /**
     * The last run on this history; one that has no end and whose lock session is gone is {@code interrupted}.
     *
     * @param connection in a database that has the schema belay
     */
    Optional<LastRun> last(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement("SELECT r.*, " + ALIVE + " AS alive"
                + " FROM belay.run r WHERE history = ? ORDER BY started_at DESC LIMIT 1")) {
            query.setString(1, history);
            try (var row = query.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    private static LastRun read(ResultSet row) throws SQLException {
        boolean lost = row.getString("result").equals("running") && !row.getBoolean("alive");
        return new LastRun(
                new RunId(row.getString("id")),
                row.getString("goal"),
                RunArchive.instant(row, "started_at").orElseThrow(),
                RunArchive.instant(row, "finished_at"),
                lost ? "interrupted" : row.getString("result"),
                row.getString("started_by"),
                Optional.ofNullable(row.getString("version_before")),
                Optional.ofNullable(row.getString("version_after")));
    }

    static String startedBy() {
        return System.getProperty("user.name") + "@" + hostName();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown host";
        }
    }
}
