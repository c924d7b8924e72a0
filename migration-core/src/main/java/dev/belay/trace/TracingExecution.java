package dev.belay.trace;

import dev.belay.migrate.PreparedScript;
import dev.belay.migrate.StatementExecution;
import dev.belay.migrate.StatementSender;
import dev.belay.postgres.Alive;
import dev.belay.script.Statement;
import dev.belay.trace.model.StatementTrace;
import dev.belay.trace.model.StatementTrace.End;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out statements one by one and looks at the locks, the files and the messages after each. A statement that the
 * server refuses is rolled back to a savepoint, and the script goes on: one error must not hide what comes behind it.
 */
final class TracingExecution implements StatementExecution {

    private static final String SAVEPOINT = "SAVEPOINT belay_trace";
    private static final String RELEASE = "RELEASE SAVEPOINT belay_trace";
    private static final String ROLLBACK = "ROLLBACK TO SAVEPOINT belay_trace";
    private static final String CANCELED = "57014";

    /** The server's own timeout comes first; this is for a statement that changes it. */
    private static final int CLIENT_GRACE_SECONDS = 5;

    private final ScratchSessions sessions;
    private final Relations relations;
    private final LockQuery query;
    private final StatementObserver observer;
    private final Map<String, TracedScript> scripts = new LinkedHashMap<>();
    private final Map<LockRow.Key, LockRow> held = new HashMap<>();
    private Optional<String> lost = Optional.empty();
    private PreparedScript current;
    private long wal;

    TracingExecution(ScratchSessions sessions, Relations relations, LockQuery query, StatementObserver observer) {
        this.sessions = sessions;
        this.relations = relations;
        this.query = query;
        this.observer = observer;
    }

    /** {@return the scripts that were begun, in order} */
    List<TracedScript> scripts() {
        return List.copyOf(scripts.values());
    }

    /** {@return the script whose statement ended the session, once} */
    Optional<String> takeLost() {
        Optional<String> script = lost;
        lost = Optional.empty();
        return script;
    }

    @Override
    public Optional<SQLWarning> run(Connection connection, PreparedScript script, Statement statement)
            throws SQLException {
        TracedScript traced = scripts.computeIfAbsent(script.file().script(), name -> new TracedScript(script));
        if (script != current) {
            current = script;
            held.clear();
        }
        long start = System.nanoTime();
        try {
            StatementTrace trace = trace(connection, statement);
            traced.add(trace);
            observer.ran(connection, script, statement, trace);
            return Optional.empty();
        } catch (SQLException e) {
            traced.add(ended(statement, End.SESSION_LOST, e, start));
            lost = Optional.of(script.file().script());
            throw e;
        }
    }

    private StatementTrace trace(Connection connection, Statement statement) throws SQLException {
        if (SqlWords.controlsTransaction(statement)) {
            return bare(connection, statement);
        }
        if (!connection.getAutoCommit()) {
            return inTransaction(connection, statement);
        }
        if (statement.autocommitOnly()) {
            return beside(connection, statement);
        }
        connection.setAutoCommit(false);
        try {
            held.clear();
            StatementTrace trace = inTransaction(connection, statement);
            connection.commit();
            held.clear();
            return trace;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private StatementTrace inTransaction(Connection connection, Statement statement) throws SQLException {
        execute(connection, SAVEPOINT + "; " + settings("SET LOCAL"));
        long start = System.nanoTime();
        Optional<SQLWarning> said;
        try {
            said = StatementSender.send(connection, statement, clientSeconds());
        } catch (SQLException e) {
            requireAlive(connection, e);
            execute(connection, ROLLBACK + "; " + RELEASE);
            return ended(statement, e, start);
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        if (SqlWords.changesRowsOnly(statement)) {
            execute(connection, RELEASE);
            return new Observation(statement, relations, List.of(), List.of(), Messages.of(said)).ran(0, duration);
        }
        LockQuery.Look look = look(connection);
        execute(connection, RELEASE);
        return observed(statement, look, said, duration);
    }

    private StatementTrace observed(
            Statement statement, LockQuery.Look look, Optional<SQLWarning> said, Duration duration) {
        var before = List.copyOf(held.values());
        var taken = new ArrayList<LockRow>();
        for (LockRow lock : look.locks()) {
            if (held.putIfAbsent(lock.key(), lock) == null) {
                taken.add(lock);
            } else {
                held.put(lock.key(), lock);
            }
        }
        // the rows held now have the files of now
        List<LockRow> still = before.stream().map(lock -> held.get(lock.key())).toList();
        long bytes = wal == 0 ? 0 : Math.max(0, look.wal() - wal);
        wal = look.wal();
        return new Observation(statement, relations, taken, still, Messages.of(said)).ran(bytes, duration);
    }

    /** BEGIN, COMMIT and their kind: what they do to our savepoint is their business. */
    private StatementTrace bare(Connection connection, Statement statement) throws SQLException {
        long start = System.nanoTime();
        held.clear();
        try {
            StatementSender.send(connection, statement, clientSeconds());
            return new Observation(statement, relations, List.of(), List.of(), Messages.of(Optional.empty()))
                    .ran(0, Duration.ofNanos(System.nanoTime() - start));
        } catch (SQLException e) {
            requireAlive(connection, e);
            return ended(statement, e, start);
        }
    }

    /** A statement that cannot run in a transaction: its locks are gone when it ends, so another session looks. */
    private StatementTrace beside(Connection connection, Statement statement) throws SQLException {
        held.clear();
        execute(connection, settings("SET"));
        long start = System.nanoTime();
        try (var bystander = new Bystander(sessions, query, connection)) {
            bystander.watch();
            Optional<SQLWarning> said = StatementSender.send(connection, statement, clientSeconds());
            Duration duration = Duration.ofNanos(System.nanoTime() - start);
            return new Observation(statement, relations, bystander.seen(), List.of(), Messages.of(said))
                    .ran(0, duration);
        } catch (SQLException e) {
            requireAlive(connection, e);
            return ended(statement, e, start);
        } finally {
            if (Alive.is(connection)) {
                execute(
                        connection,
                        "RESET client_min_messages; RESET max_parallel_maintenance_workers;"
                                + " RESET statement_timeout");
            }
        }
    }

    private String settings(String set) {
        return set + " client_min_messages = debug1; " + set + " max_parallel_maintenance_workers = 0; " + set
                + " statement_timeout = '" + sessions.statementTimeout().toMillis() + "ms'";
    }

    private int clientSeconds() {
        return (int) sessions.statementTimeout().toSeconds() + CLIENT_GRACE_SECONDS;
    }

    private LockQuery.Look look(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(LockQuery.own())) {
            return query.read(row);
        }
    }

    private static void requireAlive(Connection connection, SQLException e) throws SQLException {
        if (connection.isClosed() || !Alive.is(connection)) {
            throw e;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static StatementTrace ended(Statement statement, SQLException e, long start) {
        return ended(statement, CANCELED.equals(e.getSQLState()) ? End.TIMED_OUT : End.FAILED, e, start);
    }

    private static StatementTrace ended(Statement statement, End end, SQLException e, long start) {
        return Observation.ended(
                statement, end, Optional.of(Messages.error(e, statement)), Duration.ofNanos(System.nanoTime() - start));
    }
}
