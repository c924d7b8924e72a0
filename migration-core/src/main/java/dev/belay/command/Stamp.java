package dev.belay.command;

import dev.belay.analysis.ScratchRequest;
import dev.belay.command.LiveSchema.Compared;
import dev.belay.migrate.HistoryState;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.RunRecord;
import dev.belay.migrate.StampPlan;
import dev.belay.migrate.StampTarget;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.StampOutcome;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.script.ScriptFile;
import dev.belay.script.Version;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Goal {@code stamp}: records a version without running its scripts, once the live schema is known to be what they make.
 * Rows are added to the history; no object of the schema is touched.
 */
public final class Stamp {

    private final Request request;

    private Stamp(Request request) {
        this.request = request;
    }

    /**
     * @param database the database
     * @param gitCommit where the scripts come from; empty where there is no git
     * @param target what its history is to say
     * @param scratch where the scripts are replayed to compare the schema with, given the database's major version; empty
     *     for not at all
     * @param reports the folder for the SQL that leads from the database to the scripts, and back
     * @param force writes although the schema is another, or was not compared
     * @param dryRun only shows it
     */
    public record Request(
            DatabaseRequest database,
            Optional<String> gitCommit,
            StampTarget target,
            IntFunction<Optional<ScratchRequest>> scratch,
            Path reports,
            boolean force,
            boolean dryRun) {}

    /**
     * Stamps, or shows what a stamp would write.
     *
     * @throws RefusalException when the target is no version, a script has failed half-way, or the schema is not what the
     *     scripts make
     * @throws EnvironmentException when the database cannot be reached
     */
    public static StampOutcome run(Request request) {
        request.database().project().requireSound();
        return new Stamp(request).run();
    }

    private StampOutcome run() {
        try (var database = request.dryRun()
                ? OpenDatabase.forReading(request.database())
                : OpenDatabase.forWriting(request.database())) {
            StampPlan plan = database.migrations().stampPlan(request.target());
            if (plan.rows().isEmpty()) {
                return outcome(database, plan, Optional.empty(), Compared.none());
            }
            Compared compared = compared(database, plan);
            if (request.dryRun()) {
                return outcome(database, plan, Optional.empty(), compared);
            }
            if (!compared.equal() && !request.force()) {
                throw refused(compared);
            }
            write(database, plan, compared);
            return outcome(database, plan, Optional.of(database.run()), compared);
        }
    }

    private StampOutcome outcome(OpenDatabase database, StampPlan plan, Optional<RunId> run, Compared compared) {
        return new StampOutcome(
                database.target(),
                run,
                plan.before().map(Version::toString),
                plan.after().map(Version::toString),
                plan.rows(),
                compared.differences(),
                compared.not(),
                compared.sql(),
                compared.notWritten(),
                request.force(),
                request.dryRun());
    }

    private Compared compared(OpenDatabase database, StampPlan plan) {
        Optional<ScratchRequest> scratch = request.scratch().apply(database.major());
        if (scratch.isEmpty()) {
            return Compared.not("db.scratch is none");
        }
        String version = plan.after().map(Version::toString).orElse("none");
        request.database()
                .progress()
                .info("comparing the schema with what the scripts up to version " + version + " make");
        var files = new LiveSchema.Files(request.reports(), database.target().database(), version, "stamp");
        var schema = new LiveSchema(
                request.database(),
                project(),
                database.run(),
                scratch.get(),
                database.migrations().historyTable(),
                files);
        try (Connection live =
                new Sessions(Progress.SILENT).open(request.database().connection(), database.run(), SessionRole.READ)) {
            return compared(schema, live, leftOut(plan, database.migrations().history()));
        } catch (SQLException e) {
            throw Unanswered.by(e);
        }
    }

    /** {@return equal when one of them is, else how the live schema differs from the first that can be replayed} */
    private static Compared compared(LiveSchema schema, Connection live, Collection<Set<ScriptFile>> choices)
            throws SQLException {
        Optional<Set<ScriptFile>> shown = Optional.empty();
        Compared last = Compared.none();
        for (Set<ScriptFile> leftOut : choices) {
            last = schema.look(live, leftOut);
            if (last.equal()) {
                return last;
            }
            shown = shown.isEmpty() && last.not().isEmpty() ? Optional.of(leftOut) : shown;
        }
        return shown.isEmpty() ? last : schema.with(live, shown.get());
    }

    /**
     * What is not replayed. Repeatable scripts are written for the last version, and whoever brought the schema here by
     * hand may have run them or not, and dropped what they make or not.
     */
    private Collection<Set<ScriptFile>> leftOut(StampPlan plan, HistoryState history) {
        Set<ScriptFile> above = above(plan.after());
        Set<String> applied = history.entries().stream()
                .filter(entry -> entry.version().isEmpty() && entry.state() == HistoryEntry.State.APPLIED)
                .map(HistoryEntry::script)
                .collect(Collectors.toSet());
        List<ScriptFile> repeatable = project().scripts().repeatable();
        var choices = new LinkedHashSet<Set<ScriptFile>>();
        choices.add(and(
                above,
                repeatable.stream()
                        .filter(script -> !applied.contains(script.script()))
                        .toList()));
        choices.add(and(above, repeatable));
        if (above.isEmpty()) {
            choices.add(above);
        }
        return choices;
    }

    private static Set<ScriptFile> and(Set<ScriptFile> some, List<ScriptFile> others) {
        var all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    private MigrationProject project() {
        return request.database().project();
    }

    private Set<ScriptFile> above(Optional<Version> last) {
        var above = new HashSet<ScriptFile>();
        for (ScriptFile script : project().scripts().versioned()) {
            Version version = script.name().version().orElseThrow();
            if (last.isEmpty() || version.compareTo(last.get()) > 0) {
                above.add(script);
            }
        }
        return above;
    }

    private static RefusalException refused(Compared compared) {
        List<String> sql = compared.sql().stream()
                .map(script ->
                        script.direction().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + script.file())
                .toList();
        String what = compared.not()
                .map(why -> "the schema was not compared with what the scripts make: " + why)
                .orElse("the schema is not what the scripts make; recording it would hide that");
        String next = sql.isEmpty()
                ? "make them agree, or record it all the same:  -Ddb.force=true"
                : "make them agree with the SQL of either file, or record it all the same:  -Ddb.force=true";
        var details = new ArrayList<>(compared.differences());
        details.addAll(sql);
        return new RefusalException(Problem.of(what, next).withDetails(details).withState("The history is unchanged."));
    }

    private void write(OpenDatabase database, StampPlan plan, Compared compared) {
        RunRecord record = database.migrations().record();
        record.begin(new RunRecord.Facts(
                "stamp",
                plan.before(),
                request.database().environment().toString(),
                request.gitCommit(),
                Optional.empty(),
                ""));
        HistoryState before = database.migrations().history();
        Result result = Result.FAILED;
        Optional<Version> after = Optional.empty();
        try {
            after = database.migrations().stamp(request.target(), plan).current();
            result = Result.SUCCEEDED;
        } catch (BelayException e) {
            Optional<HistoryState> now = FreshLook.history(request.database());
            after = now.flatMap(HistoryState::current);
            throw HistoryAfter.withState(e, HistoryAfter.failure(before, now, "recorded"));
        } finally {
            new JournalEnd(result, after, audit(compared))
                    .write(request.database(), database.run(), Optional.of(record), List.of());
        }
    }

    /** {@return what was passed over by force} */
    private static List<String> audit(Compared compared) {
        if (compared.equal()) {
            return List.of();
        }
        return List.of("db.force: recorded although "
                + Stream.concat(
                                compared.not().stream().map(why -> "the schema was not compared: " + why),
                                compared.differences().stream().filter(line -> !line.startsWith(" ")))
                        .limit(20)
                        .reduce((one, other) -> one + "; " + other)
                        .orElseThrow());
    }
}
