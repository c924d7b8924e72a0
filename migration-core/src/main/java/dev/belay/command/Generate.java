package dev.belay.command;

import dev.belay.analysis.KnownVersions;
import dev.belay.analysis.RuleSettings;
import dev.belay.analysis.ScratchRequest;
import dev.belay.analysis.TableSizes;
import dev.belay.files.NewFiles;
import dev.belay.finding.Finding;
import dev.belay.generate.Generated;
import dev.belay.generate.Generation;
import dev.belay.generate.Hint;
import dev.belay.generate.Rename;
import dev.belay.generate.Wanted;
import dev.belay.migrate.MigrationProject;
import dev.belay.outcome.GenerateOutcome;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptName;
import dev.belay.script.ScriptType;
import dev.belay.script.Version;
import dev.belay.undo.Trial.Verdict;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Goal {@code generate}: writes the scripts that take the schema of the project's scripts to the wanted one, with their
 * undo scripts. Works on scratch databases alone.
 */
public final class Generate {

    private static final String NONE_MADE = " No file was made.";

    private final Request request;
    private final MigrationProject migrations;
    private final ScriptNames names;
    private final String words;
    private final Path folder;
    private final List<String> notes = new ArrayList<>();
    private final List<String> versions = new ArrayList<>();

    /**
     * What to write.
     *
     * @param project the project's directory, anywhere in its git repository
     * @param migrations its scripts and settings
     * @param directories the script folders on disk; may be empty
     * @param firstFolder where scripts go when there is no script folder yet
     * @param wanted the schema that there is to be
     * @param hints what has got another name
     * @param destructive whether scripts may lose what nobody can bring back
     * @param question is asked whether what could be a rename is one
     * @param name the description of the scripts, as it was typed
     * @param scratch where they are tried
     * @param rules what the project says about the rules of the check
     * @param major of the server that the scripts are for
     * @param base the git ref whose versions are taken too ({@code db.base}); empty for the default
     * @param environment the environment variables, from which the CI's are read
     * @param now what a version made of the time is made of
     * @param dryRun whether they are only shown
     */
    public record Request(
            Path project,
            MigrationProject migrations,
            List<Path> directories,
            Path firstFolder,
            Wanted wanted,
            List<Hint> hints,
            boolean destructive,
            Predicate<Rename> question,
            String name,
            ScratchRequest scratch,
            RuleSettings rules,
            int major,
            Optional<String> base,
            Map<String, String> environment,
            LocalDateTime now,
            boolean dryRun) {

        public Request {
            directories = List.copyOf(directories);
            hints = List.copyOf(hints);
            environment = Map.copyOf(environment);
        }
    }

    private Generate(Request request, MigrationProject migrations) {
        this.request = request;
        this.migrations = migrations;
        this.names = new ScriptNames(
                request.project(), migrations, request.directories(), request.base(), request.environment());
        this.words = names.words(request.name(), "mvn db:generate -Ddb.name=\"add user roles\"");
        this.folder = names.folders().forVersioned().orElse(request.firstFolder());
    }

    /**
     * Writes the scripts.
     *
     * @throws RefusalException when the wanted schema cannot be made, a hint names what is not there, the scripts are not
     *     sound, or what was made does not stand the trial
     * @throws dev.belay.outcome.EnvironmentException when there is no scratch server, a script of the project fails, or a
     *     file cannot be written
     */
    public static GenerateOutcome run(Request request) {
        MigrationProject migrations = Leftovers.removed(request.migrations(), request.directories());
        migrations.requireSound();
        if (!request.scratch().replay()) {
            throw new RefusalException(Problem.of(
                    "db.scratch.from is target, and what is generated starts from the schema that the scripts make."
                            + NONE_MADE,
                    "Leave out db.scratch.from."));
        }
        return new Generate(request, migrations).write();
    }

    private GenerateOutcome write() {
        Generated generated = Generation.run(new Generation.Request(
                request.scratch(),
                migrations,
                request.wanted(),
                request.hints(),
                request.destructive(),
                request.question(),
                this::script));
        notes.addAll(generated.notes());
        var files = new ArrayList<Map<Path, byte[]>>();
        List<GenerateOutcome.Script> scripts = generated.scripts().stream()
                .map(script -> written(script, files))
                .toList();
        List<Finding> findings = scripts.isEmpty() ? List.of() : checked(generated, files);
        if (!request.dryRun()) {
            NewFiles.create(files);
        }
        return new GenerateOutcome(
                scripts,
                generated.renames().stream().map(Rename::words).toList(),
                generated.candidates().stream().map(Rename::hint).toList(),
                generated.leftOut().stream()
                        .map(loss -> new GenerateOutcome.Loss(loss.sql(), loss.what()))
                        .toList(),
                generated.remaining(),
                generated.columnOrder(),
                findings,
                generated.server(),
                request.dryRun(),
                notes);
    }

    /** The same number has the same version however often it is asked for: what is tried may be written in another way. */
    private ScriptFile script(int number, String more, String text, Optional<String> conf) {
        while (versions.size() <= number) {
            KnownVersions known = names.known(versions.isEmpty() ? notes : new ArrayList<>());
            versions.forEach(
                    written -> known.take(Version.of(written), written, "a script that is about to be written"));
            versions.add(known.next(request.now()));
        }
        String file = migrations
                .naming()
                .fileName(ScriptType.VERSIONED, versions.get(number), more.isEmpty() ? words : words + "_" + more);
        ScriptName name = names.parsed(file, ScriptType.VERSIONED, Version.parse(versions.get(number)));
        return new UnwrittenScript(name, folder.resolve(file).toString(), text, conf);
    }

    /** The versioned script comes last: the others mean nothing without it. */
    private GenerateOutcome.Script written(Generated.Script script, List<Map<Path, byte[]>> groups) {
        ScriptName name = script.file().name();
        var files = new LinkedHashMap<Path, byte[]>();
        var up = new WrittenScript(
                migrations, name.fileName(), script.file().text(), script.file().conf());
        var down = new UndoFile(
                migrations, name, script.undo().text(), script.undo().conf());
        List<Path> undo = down.addTo(files, names.folders().forUndo(folder));
        List<Path> paths = Stream.concat(up.addTo(files, folder).stream(), undo.stream())
                .map(path -> path.toAbsolutePath().normalize())
                .toList();
        groups.add(files);
        return new GenerateOutcome.Script(
                migrations.naming().written(name).orElseThrow(),
                script.file().script(),
                paths,
                script.statements(),
                script.undo().trial().verdict() == Verdict.EXACT,
                script.undo().remarks(),
                script.file().text(),
                script.undo().text());
    }

    private void write(Generated generated, Path folder) {
        var files = new LinkedHashMap<Path, byte[]>();
        for (Generated.Script script : generated.scripts()) {
            ScriptName name = script.file().name();
            new WrittenScript(
                            migrations,
                            name.fileName(),
                            script.file().text(),
                            script.file().conf())
                    .addTo(files, folder);
            new UndoFile(migrations, name, script.undo().text(), script.undo().conf()).addTo(files, folder);
        }
        NewFiles.create(List.of(files));
    }

    /**
     * Looks at the scripts as db:check does, where they are not yet.
     *
     * @param written where they will be
     */
    private List<Finding> checked(Generated generated, List<Map<Path, byte[]>> written) {
        Map<String, String> locations = written.stream()
                .flatMap(group -> group.keySet().stream())
                .map(file -> file.toAbsolutePath().normalize())
                .collect(Collectors.toMap(file -> file.getFileName().toString(), Path::toString));
        Set<String> pending = generated.scripts().stream()
                .map(script -> script.file().script())
                .collect(Collectors.toSet());
        try (var aside = new FolderAside()) {
            write(generated, aside.path());
            return Check.run(new CheckRequest(
                            request.project(),
                            migrations.with(aside.path()),
                            request.directories(),
                            request.base(),
                            request.environment(),
                            request.rules(),
                            request.major(),
                            Optional.of(request.scratch()),
                            TableSizes.UNKNOWN,
                            Optional.empty(),
                            Optional.of(new CheckRequest.PendingOnTarget("the scripts that are generated", pending))))
                    .findings()
                    .stream()
                    .map(finding -> finding.in(locations.getOrDefault(
                            Path.of(finding.location()).getFileName().toString(), finding.location())))
                    .toList();
        }
    }
}
