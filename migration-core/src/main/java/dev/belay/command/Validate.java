package dev.belay.command;

import dev.belay.analysis.ScratchRequest;
import dev.belay.analysis.ScratchTrace;
import dev.belay.migrate.HistoryState;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.outcome.ValidateOutcome;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.schema.SchemaDiff;
import dev.belay.script.ScriptFile;
import dev.belay.script.Version;
import dev.belay.server.ScratchDatabase;
import dev.belay.validation.AssertionFile;
import dev.belay.validation.Assertions;
import dev.belay.validation.Drift;
import dev.belay.validation.ForeignKeys;
import dev.belay.validation.Soundness;
import dev.belay.validation.Violation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Goal {@code validate}: whether a database is what its history says, and holds what it should. Changes nothing. */
public final class Validate {

    private static final Soundness NOTHING = new Soundness(Set.of(), Map.of());

    private Validate() {}

    /**
     * @param database the database
     * @param scratch where the history is replayed to compare the schema with, given the database's major version; empty
     *     for not at all
     * @param assertions what must hold of the data
     * @param budget for all foreign keys together, and for each assertion
     */
    public record Request(
            DatabaseRequest database,
            IntFunction<Optional<ScratchRequest>> scratch,
            List<AssertionFile> assertions,
            Duration budget) {}

    /**
     * Validates.
     *
     * @return what was found; {@link ValidateOutcome#valid} says whether all is well
     * @throws EnvironmentException when the database cannot be reached
     */
    public static ValidateOutcome run(Request request) {
        long start = System.nanoTime();
        request.database().project().requireSound();
        var sessions = new Sessions(request.database().progress());
        try (var database = OpenDatabase.forReading(request.database());
                Connection connection =
                        sessions.open(request.database().connection(), database.run(), SessionRole.READ)) {
            HistoryState history = database.migrations().history();
            Optional<ScratchRequest> scratch = request.scratch().apply(database.major());
            Compared compared = compared(
                    request, scratch, history, connection, database.migrations().historyTable());
            ForeignKeys keys = ForeignKeys.check(connection, Optional.empty(), request.budget());
            return new ValidateOutcome(
                    database.target(),
                    history.current().map(Version::toString),
                    database.migrations().disagreements(),
                    compared.differences(),
                    compared.not(),
                    Soundness.read(connection).worseThan(NOTHING),
                    keys.broken(),
                    keys.notChecked(),
                    Assertions.check(connection, request.assertions(), request.budget()).violations().stream()
                            .map(Violation::toString)
                            .toList(),
                    request.assertions().size(),
                    Duration.ofNanos(System.nanoTime() - start));
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of(
                            "the database does not answer: " + e.getMessage(),
                            "check the server, then run the goal again"),
                    e);
        }
    }

    private record Compared(List<String> differences, Optional<String> not) {}

    private static Compared compared(
            Request request, Optional<ScratchRequest> where, HistoryState history, Connection live, String historyTable)
            throws SQLException {
        if (where.isEmpty()) {
            return new Compared(List.of(), Optional.of("db.scratch is none"));
        }
        var trace = new ScratchTrace(where.get(), request.database().project(), notApplied(request, history), Map.of());
        try (ScratchDatabase replayed = trace.prepare();
                Connection scratch = new Sessions(Progress.SILENT)
                        .open(replayed.access().observer(), RunId.random(), SessionRole.READ)) {
            SchemaDiff diff =
                    Drift.of(scratch, replayed.access().owner().user().orElseThrow(), live, role(live), historyTable);
            return new Compared(diff.lines(), Optional.empty());
        } catch (BelayException e) {
            // a history that cannot be replayed is no drift; the rest can be said all the same
            return new Compared(List.of(), Optional.of(e.problem().what()));
        }
    }

    /** All that is not in force in the database: pending, passed over, undone. */
    private static Set<ScriptFile> notApplied(Request request, HistoryState history) {
        Set<String> inForce = Stream.concat(
                        history.inForce().stream(), history.entries().stream().filter(Validate::isRepeatableInForce))
                .map(HistoryEntry::script)
                .collect(Collectors.toSet());
        var scripts = request.database().project().scripts();
        return Stream.of(scripts.versioned(), scripts.repeatable())
                .flatMap(List::stream)
                .filter(script -> !inForce.contains(script.script()))
                .collect(Collectors.toSet());
    }

    private static boolean isRepeatableInForce(HistoryEntry entry) {
        return entry.version().isEmpty() && entry.state() == HistoryEntry.State.APPLIED;
    }

    private static String role(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT quote_ident(current_user)")) {
            row.next();
            return row.getString(1);
        }
    }
}
