package dev.belay.command;

import dev.belay.analysis.BranchScripts;
import dev.belay.analysis.MovedFiles;
import dev.belay.analysis.Renumbering;
import dev.belay.analysis.Renumbering.Moved;
import dev.belay.files.FileChanges;
import dev.belay.files.FileChanges.Change;
import dev.belay.git.BaseComparison;
import dev.belay.git.BaseState;
import dev.belay.migrate.MigrationProject;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RenumberOutcome;
import dev.belay.outcome.RenumberOutcome.Move;
import dev.belay.outcome.RenumberOutcome.Renamed;
import dev.belay.script.ScriptSet;
import dev.belay.script.Version;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Goal {@code renumber}: moves the branch's own scripts behind those that the base branch gained. */
public final class Renumber {

    private static final String JOURNAL = ".belay-renumber";

    private final Request request;
    private final MigrationProject migrations;
    private final List<String> notes = new ArrayList<>();

    /**
     * What to renumber.
     *
     * @param project the project's directory, anywhere in its git repository
     * @param migrations its scripts and settings
     * @param directories the script folders on disk
     * @param base the git ref to compare with ({@code db.base}); empty for the default
     * @param environment the environment variables, from which the CI's are read
     * @param histories the databases that may have applied scripts; asked only when there is something to move
     * @param now what a version made of the time is made of
     * @param dryRun whether the moves are only shown
     */
    public record Request(
            Path project,
            MigrationProject migrations,
            List<Path> directories,
            Optional<String> base,
            Map<String, String> environment,
            Supplier<List<DatabaseRequest>> histories,
            LocalDateTime now,
            boolean dryRun) {

        public Request {
            directories = List.copyOf(directories);
            environment = Map.copyOf(environment);
        }
    }

    private Renumber(Request request, MigrationProject migrations) {
        this.request = request;
        this.migrations = migrations;
    }

    /**
     * Moves the files. Git is read only, and sees renames when they are staged.
     *
     * @throws RefusalException when there is no branch to compare with, or a script that would move has been applied:
     *     then nothing moves, not even for {@code dryRun}
     * @throws dev.belay.outcome.EnvironmentException when the repository or a history cannot be read, or a file not be
     *     moved: then all are where they were
     */
    public static RenumberOutcome run(Request request) {
        var changes = new FileChanges(request.project().resolve(JOURNAL));
        boolean interrupted = changes.takeBackInterrupted();
        var command =
                new Renumber(request, interrupted ? request.migrations().lookedThroughAgain() : request.migrations());
        if (interrupted) {
            command.notes.add("A renumbering that was interrupted has been taken back first.");
        }
        return command.run(changes);
    }

    private RenumberOutcome run(FileChanges changes) {
        var comparison = new BaseComparison(request.project(), request.directories(), request.environment());
        try (BaseState base = comparison.read(request.base()).orElseThrow(Renumber::withoutBase)) {
            ScriptSet scripts = migrations.scripts();
            BranchScripts branch = BranchScripts.of(scripts, base, migrations::nameOf);
            var renumbering = new Renumbering(scripts, branch, migrations.naming());
            List<Moved> moves = renumbering.moves(request.now());
            noteJava(scripts, renumbering);
            var files = new MovedFiles(migrations.naming());
            var moved = new LinkedHashMap<Moved, List<Change.Move>>();
            moves.forEach(each -> moved.put(each, files.of(each)));
            List<Path> rewritten = List.of();
            if (!moves.isEmpty()) {
                refuseApplied(moves);
                List<Change.Move> all =
                        moved.values().stream().flatMap(List::stream).toList();
                List<Change.Rewrite> references = files.references(all, request.directories(), request.project());
                rewritten = references.stream().map(Change.Rewrite::file).toList();
                change(changes, all, references);
            }
            return new RenumberOutcome(
                    base.ref(),
                    base.commit(),
                    renumbering.newestOfBase(),
                    branch.versioned().size(),
                    request.dryRun(),
                    moved.entrySet().stream()
                            .map(each -> shown(each.getKey(), each.getValue()))
                            .toList(),
                    rewritten,
                    List.copyOf(notes));
        }
    }

    private void change(FileChanges changes, List<Change.Move> moves, List<Change.Rewrite> rewrites) {
        var all = new ArrayList<Change>(moves);
        all.addAll(rewrites);
        if (request.dryRun()) {
            changes.refuseTaken(all);
        } else {
            changes.make(all);
        }
    }

    private static Move shown(Moved moved, List<Change.Move> files) {
        return new Move(
                moved.from(),
                moved.to(),
                files.stream().map(file -> new Renamed(file.from(), file.to())).toList());
    }

    /** A class cannot be renamed from outside. */
    private void noteJava(ScriptSet scripts, Renumbering renumbering) {
        Optional<Version> newest = renumbering.newestOfBase().map(Version::of);
        scripts.java().stream()
                .filter(migration -> migration.name().version().equals(newest) && newest.isPresent())
                .forEach(migration -> notes.add(migration.className() + " has the version of the base's newest script."
                        + " If it is new, rename the class; Belay moves SQL scripts only."));
    }

    private void refuseApplied(List<Moved> moves) {
        var details = new ArrayList<String>();
        Optional<String> next = Optional.empty();
        for (DatabaseRequest database : request.histories().get()) {
            AppliedVersions history = AppliedVersions.read(database);
            List<Moved> applied = history.among(moves);
            applied.forEach(moved -> details.add(moved.script().location() + ": applied to " + history.database()
                    + (history.embedded() ? ", this project's embedded database" : "")));
            if (!applied.isEmpty() && next.isEmpty()) {
                Version first = Version.of(applied.get(0).from());
                next = Optional.of("mvn db:downgrade -Ddb.target="
                        + history.below(first).map(Version::toString).orElse("base"));
            }
        }
        if (!details.isEmpty()) {
            throw new RefusalException(Problem.of(
                            (details.size() == 1 ? "A script that would move has" : "Scripts that would move have")
                                    + " been applied: under another version a database would apply it again. No file"
                                    + " was changed.",
                            next.orElseThrow() + " takes a development database back, as long as the base is not"
                                    + " merged in yet; then renumber. What others have applied keeps its version: there"
                                    + " the base's script has to move.")
                    .withDetails(details));
        }
    }

    private static RefusalException withoutBase() {
        return new RefusalException(Problem.of(
                "There is no git branch to compare with, so it is not known which scripts are new. No file was changed.",
                "mvn db:renumber -Ddb.base=<branch> in a git repository that has the branch"));
    }
}
