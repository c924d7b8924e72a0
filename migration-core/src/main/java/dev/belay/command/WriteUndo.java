package dev.belay.command;

import dev.belay.analysis.NewestFolder;
import dev.belay.analysis.ScratchRequest;
import dev.belay.files.NewFiles;
import dev.belay.migrate.MigrationProject;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.UndoOutcome;
import dev.belay.outcome.UndoOutcome.Result;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptName;
import dev.belay.script.Version;
import dev.belay.undo.UndoScript;
import dev.belay.undo.UndoWalk;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Goal {@code undo}: writes the undo scripts that are missing. Works on a scratch database alone. */
public final class WriteUndo {

    /** How often a long walk is heard of, in scripts. */
    private static final int TELL = 50;

    private static final String NONE_MADE = " No file was made.";

    private final Request request;
    private final MigrationProject migrations;
    private final List<UndoOutcome.Script> written = new ArrayList<>();
    private final List<Map<Path, byte[]>> files = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * What to write.
     *
     * @param migrations the project's scripts and settings
     * @param directories the script folders on disk
     * @param scratch where the scripts are run
     * @param target the version whose undo script is wanted; empty for all that are missing
     * @param dryRun whether they are only shown
     * @param progress hears how far it is
     */
    public record Request(
            MigrationProject migrations,
            List<Path> directories,
            ScratchRequest scratch,
            Optional<String> target,
            boolean dryRun,
            Progress progress) {

        public Request {
            directories = List.copyOf(directories);
        }
    }

    private WriteUndo(Request request, MigrationProject migrations) {
        this.request = request;
        this.migrations = migrations;
    }

    /**
     * Writes the scripts.
     *
     * @throws RefusalException when the target is none or has an undo script, the scripts are not sound, or the first
     *     versioned script does not run
     * @throws dev.belay.outcome.EnvironmentException when there is no scratch server, or a file cannot be written
     */
    public static UndoOutcome run(Request request) {
        MigrationProject migrations = Leftovers.removed(request.migrations(), request.directories());
        migrations.requireSound();
        if (!request.scratch().replay()) {
            throw new RefusalException(Problem.of(
                    "db.scratch.from is target, and undo scripts are written from the schema before each script, which"
                            + " the target no longer has." + NONE_MADE,
                    "Leave out db.scratch.from."));
        }
        return new WriteUndo(request, migrations).write();
    }

    private UndoOutcome write() {
        List<ScriptFile> missing = missing();
        if (!missing.isEmpty()) {
            walk(missing);
        }
        if (!request.dryRun()) {
            NewFiles.create(files);
        }
        return new UndoOutcome(written, request.dryRun(), notes);
    }

    private void walk(List<ScriptFile> missing) {
        try {
            new UndoWalk(request.scratch(), migrations, undo -> {
                        take(undo);
                        if (written.size() % TELL == 0) {
                            request.progress().info(written.size() + " of " + missing.size() + " undo scripts tried");
                        }
                    })
                    .run(missing);
        } catch (RefusalException e) {
            if (written.isEmpty()) {
                throw e;
            }
            notes.add(
                    "The walk ended at " + missing.get(written.size()).script() + ", which does not run on the scratch"
                            + " database: " + e.problem().what() + ". What follows it was not looked at.");
        }
    }

    private List<ScriptFile> missing() {
        Set<Version> undone = migrations.undoVersions();
        List<ScriptFile> versioned = migrations.scripts().versioned();
        if (request.target().isPresent()) {
            return List.of(wanted(request.target().get(), versioned, undone));
        }
        List<ScriptFile> without = versioned.stream()
                .filter(script -> !undone.contains(version(script)))
                .toList();
        List<ScriptFile> packed =
                without.stream().filter(script -> folder(script).isEmpty()).toList();
        if (!packed.isEmpty()) {
            notes.add("Passed over, since they are in a jar: "
                    + packed.stream().map(ScriptFile::script).collect(Collectors.joining(", ")) + ".");
        }
        return without.stream().filter(script -> folder(script).isPresent()).toList();
    }

    private static ScriptFile wanted(String target, List<ScriptFile> versioned, Set<Version> undone) {
        Version version = Version.parse(target)
                .orElseThrow(() -> new RefusalException(Problem.of(
                        "db.target is \"" + target + "\", which is no version." + NONE_MADE,
                        "Give the version of a versioned script, or leave out db.target for all that are missing.")));
        if (undone.contains(version)) {
            throw new RefusalException(Problem.of(
                    "Version " + target + " has an undo script, and it is not overwritten." + NONE_MADE,
                    "Remove the script, or choose another version."));
        }
        return versioned.stream()
                .filter(script ->
                        version(script).equals(version) && folder(script).isPresent())
                .findFirst()
                .orElseThrow(() -> new RefusalException(Problem.of(
                        "There is no versioned script of version " + target + " in the project's folders." + NONE_MADE,
                        "mvn db:history lists the versions.")));
    }

    private static Version version(ScriptFile script) {
        return script.name().version().orElseThrow();
    }

    private void take(UndoScript undo) {
        ScriptName name = undo.versioned().name();
        Result result = Result.valueOf(undo.trial().verdict().name());
        List<Path> paths = List.of();
        if (result.isWritten()) {
            Path folder = new NewestFolder(migrations.scripts(), request.directories())
                    .forUndo(folder(undo.versioned()).orElseThrow());
            var file = new UndoFile(migrations, name, undo.text(), undo.conf());
            var group = new LinkedHashMap<Path, byte[]>();
            paths = file.addTo(group, folder);
            files.add(group);
        }
        written.add(new UndoOutcome.Script(
                migrations.naming().written(name).orElseThrow(),
                undo.versioned().script(),
                result,
                paths,
                undo.statements(),
                undo.trial().difference().map(it -> it.lines()).orElse(List.of()),
                undo.trial().error().map(it -> it.message()),
                undo.remarks(),
                undo.text()));
    }

    /** Empty for a script in a jar. */
    private static Optional<Path> folder(ScriptFile script) {
        try {
            return Optional.of(Path.of(script.location()).toAbsolutePath().normalize())
                    .filter(Files::isRegularFile)
                    .map(Path::getParent);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
