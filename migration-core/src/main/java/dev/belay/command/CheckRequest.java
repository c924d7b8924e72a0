package dev.belay.command;

import dev.belay.analysis.ApplicationQueries;
import dev.belay.analysis.RuleSettings;
import dev.belay.analysis.ScratchRequest;
import dev.belay.analysis.TableSizes;
import dev.belay.migrate.AppliedProject;
import dev.belay.migrate.DownTarget;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.PreviewPlan;
import dev.belay.outcome.HistoryEntry;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a check is to look at.
 *
 * @param project the project's directory, anywhere in its git repository
 * @param migrations its scripts and settings
 * @param directories the script directories on disk; they need not exist
 * @param base the git ref to compare with ({@code db.base}); empty for the default
 * @param environment the environment variables, from which the CI's are read
 * @param rules what the project says about rules
 * @param major of the server that the scripts are for
 * @param scratch where the scripts are tried; empty when they are judged by their text alone
 * @param sizes how large the tables are where the scripts are going to run
 * @param queries the application's; empty when they are not known
 * @param target what a target lacks, where one is named; then git is not asked what is pending
 * @param undoing what is going to be taken back there; empty for an upgrade
 */
public record CheckRequest(
        Path project,
        MigrationProject migrations,
        List<Path> directories,
        Optional<String> base,
        Map<String, String> environment,
        RuleSettings rules,
        int major,
        Optional<ScratchRequest> scratch,
        TableSizes sizes,
        Optional<ApplicationQueries> queries,
        Optional<PendingOnTarget> target,
        Optional<Undoing> undoing) {

    /** Of scripts that are going to be applied. */
    public CheckRequest(
            Path project,
            MigrationProject migrations,
            List<Path> directories,
            Optional<String> base,
            Map<String, String> environment,
            RuleSettings rules,
            int major,
            Optional<ScratchRequest> scratch,
            TableSizes sizes,
            Optional<ApplicationQueries> queries,
            Optional<PendingOnTarget> target) {
        this(
                project,
                migrations,
                directories,
                base,
                environment,
                rules,
                major,
                scratch,
                sizes,
                queries,
                target,
                Optional.empty());
    }

    public CheckRequest {
        directories = List.copyOf(directories);
        environment = Map.copyOf(environment);
    }

    /** {@return all scripts} */
    ScriptSet scripts() {
        return migrations.scripts();
    }

    /**
     * Versions that are going to be taken back.
     *
     * @param applied what the database has applied
     */
    public record Undoing(AppliedProject applied, DownTarget.Exactly down) {

        /** {@return the undo scripts} */
        Set<ScriptFile> scripts() {
            return applied.project().scripts().undo().stream()
                    .filter(undo ->
                            down.versions().contains(undo.name().version().orElseThrow()))
                    .collect(Collectors.toSet());
        }
    }

    /** {@return the same of undo scripts} */
    CheckRequest undoing(Undoing what) {
        return new CheckRequest(
                project,
                what.applied().project(),
                directories,
                base,
                environment,
                rules,
                major,
                scratch,
                sizes,
                Optional.empty(),
                target,
                Optional.of(what));
    }

    /**
     * What a database lacks.
     *
     * @param database for people: {@code shop at db.example.org:5432}
     * @param scripts the pending scripts that are judged, as the history names them
     * @param later those that it lacks too, and that are left for another time
     */
    public record PendingOnTarget(String database, Set<String> scripts, Set<String> later) {

        public PendingOnTarget {
            scripts = Set.copyOf(scripts);
            later = Set.copyOf(later);
        }

        /** All that it lacks. */
        public PendingOnTarget(String database, Set<String> scripts) {
            this(database, scripts, Set.of());
        }

        /** What it lacks, of which only the planned ones are judged. */
        static PendingOnTarget of(OpenDatabase open, PreviewPlan plan) {
            Set<String> planned = plan.scripts();
            Set<String> later = open.migrations().history().pending().stream()
                    .map(HistoryEntry::script)
                    .filter(script -> !planned.contains(script))
                    .collect(Collectors.toSet());
            return new PendingOnTarget(
                    open.target().database() + " at " + open.target().server(), planned, later);
        }
    }
}
