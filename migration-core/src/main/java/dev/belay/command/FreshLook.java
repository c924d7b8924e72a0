package dev.belay.command;

import dev.belay.migrate.HistoryState;
import dev.belay.migrate.Migrations;
import dev.belay.migrate.RunRecord;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.RunId;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.script.Version;
import java.util.Optional;
import java.util.function.Function;

/** Looks at a database with new sessions, after those of the run were ended. */
final class FreshLook {

    private FreshLook() {}

    /** {@return its history; empty when it does not answer} */
    static Optional<HistoryState> history(DatabaseRequest request) {
        try (var migrations = migrations(request, RunId.random())) {
            return Optional.of(migrations.history());
        } catch (BelayException e) {
            return Optional.empty();
        }
    }

    /** {@return the version that it is at; empty for none, and when it does not answer} */
    static Optional<Version> version(DatabaseRequest request) {
        return history(request).flatMap(HistoryState::current);
    }

    /** {@return the version that it is at, or {@code none}; empty when it does not answer} */
    static Optional<String> words(DatabaseRequest request) {
        return history(request)
                .map(history -> history.current().map(Version::toString).orElse("none"));
    }

    /**
     * Writes to the journal how a run ended; that it cannot be written is only said.
     *
     * @param entry returns why it could not be written
     */
    static void journal(DatabaseRequest request, RunId run, Function<RunRecord, Optional<String>> entry) {
        Optional<String> why;
        try (var migrations = migrations(request, run)) {
            why = entry.apply(migrations.record());
        } catch (BelayException e) {
            why = Optional.of(e.problem().what());
        }
        why.ifPresent(trouble ->
                request.progress().warn("the end of this run could not be written to belay.run: " + trouble));
    }

    private static Migrations migrations(DatabaseRequest request, RunId run) {
        var sessions = new Sessions(request.progress());
        return new Migrations(
                request.project(),
                () -> sessions.open(request.connection(), run, SessionRole.WORK),
                run,
                request.progress());
    }
}
