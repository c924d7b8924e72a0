package dev.belay.command;

import dev.belay.analysis.ScratchRequest;
import dev.belay.migrate.AppliedProject;
import dev.belay.migrate.HistoryState;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.ValidateOutcome;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.script.Version;
import dev.belay.validation.AssertionFile;
import dev.belay.validation.Assertions;
import dev.belay.validation.ForeignKeys;
import dev.belay.validation.Soundness;
import dev.belay.validation.Violation;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

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
     * @param reports the folder for the SQL that leads from the database to the scripts, and back
     */
    public record Request(
            DatabaseRequest database,
            IntFunction<Optional<ScratchRequest>> scratch,
            List<AssertionFile> assertions,
            Duration budget,
            Path reports) {}

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
            LiveSchema.Compared compared = compared(request, database, history, connection);
            ForeignKeys keys = ForeignKeys.check(connection, Optional.empty(), request.budget());
            return new ValidateOutcome(
                    database.target(),
                    history.current().map(Version::toString),
                    database.migrations().disagreements(),
                    compared.differences(),
                    compared.not(),
                    compared.sql(),
                    compared.notWritten(),
                    Soundness.read(connection).worseThan(NOTHING),
                    keys.broken(),
                    keys.notChecked(),
                    Assertions.check(connection, request.assertions(), request.budget()).violations().stream()
                            .map(Violation::toString)
                            .toList(),
                    request.assertions().size(),
                    Duration.ofNanos(System.nanoTime() - start));
        } catch (SQLException e) {
            throw Unanswered.by(e);
        }
    }

    private static LiveSchema.Compared compared(
            Request request, OpenDatabase database, HistoryState history, Connection live) throws SQLException {
        Optional<ScratchRequest> scratch = request.scratch().apply(database.major());
        if (scratch.isEmpty()) {
            return LiveSchema.Compared.not("db.scratch is none");
        }
        AppliedProject applied = database.migrations().asApplied(Optional.empty());
        if (!applied.missing().isEmpty()) {
            return LiveSchema.Compared.not(
                    "the history cannot be replayed without the text of " + String.join(", ", applied.missing()));
        }
        var files = new LiveSchema.Files(
                request.reports(),
                database.target().database(),
                history.current().map(Version::toString).orElse("none"),
                "validate");
        return new LiveSchema(
                        request.database(),
                        applied.project(),
                        database.run(),
                        scratch.get(),
                        database.migrations().historyTable(),
                        files)
                .with(live, Set.of());
    }
}
