package dev.belay.command;

import dev.belay.analysis.KnownVersions;
import dev.belay.files.NewFiles;
import dev.belay.migrate.MigrationProject;
import dev.belay.outcome.NewScriptOutcome;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.script.ScriptName;
import dev.belay.script.ScriptNaming;
import dev.belay.script.ScriptType;
import dev.belay.script.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Goal {@code new}: creates the next script with its undo script, or a repeatable one. Needs no database. */
public final class NewScript {

    private static final String NONE_MADE = " No file was made.";

    private final Request request;
    private final MigrationProject migrations;
    private final ScriptNaming naming;
    private final ScriptNames names;
    private final String words;
    private final List<String> notes = new ArrayList<>();

    /**
     * What to create.
     *
     * @param project the project's directory, anywhere in its git repository
     * @param migrations its scripts and settings
     * @param directories the script folders on disk; may be empty
     * @param firstFolder where scripts go when there is no script folder yet
     * @param name the description, as it was typed
     * @param version empty for the next; never together with {@code repeatable}
     * @param repeatable whether it is one without a version
     * @param undo whether a versioned script gets an undo script
     * @param base the git ref whose versions are taken too ({@code db.base}); empty for the default
     * @param environment the environment variables, from which the CI's are read
     * @param now what a version made of the time is made of
     * @param dryRun whether the files are only named
     */
    public record Request(
            Path project,
            MigrationProject migrations,
            List<Path> directories,
            Path firstFolder,
            String name,
            Optional<String> version,
            boolean repeatable,
            boolean undo,
            Optional<String> base,
            Map<String, String> environment,
            LocalDateTime now,
            boolean dryRun) {

        public Request {
            directories = List.copyOf(directories);
            environment = Map.copyOf(environment);
        }
    }

    private NewScript(Request request, MigrationProject migrations) {
        this.request = request;
        this.migrations = migrations;
        this.naming = migrations.naming();
        this.names = new ScriptNames(
                request.project(), migrations, request.directories(), request.base(), request.environment());
        this.words = names.words(request.name(), "mvn db:new -Ddb.name=\"add user roles\"");
    }

    /**
     * Creates the files.
     *
     * @throws RefusalException when the name is none, the version is taken or none, a file is there already, or
     *     {@code db.base} names what does not exist
     * @throws dev.belay.outcome.EnvironmentException when the repository cannot be read, or a file not be written
     */
    public static NewScriptOutcome run(Request request) {
        if (request.repeatable() && request.version().isPresent()) {
            throw new RefusalException(Problem.of(
                    "db.version is " + request.version().get() + ", and a repeatable script has no version."
                            + NONE_MADE,
                    "Leave out db.version or db.repeatable."));
        }
        var command = new NewScript(request, Leftovers.removed(request.migrations(), request.directories()));
        return request.repeatable() ? command.repeatable() : command.versioned();
    }

    private NewScriptOutcome repeatable() {
        String file = naming.fileName(ScriptType.REPEATABLE, "", words);
        ScriptName name = names.parsed(file, ScriptType.REPEATABLE, Optional.empty());
        migrations.scripts().repeatable().stream()
                .filter(script -> script.name().description().equals(name.description()))
                .findFirst()
                .ifPresent(script -> {
                    throw new RefusalException(Problem.of(
                            "There is a repeatable script of that name: " + script.location() + "." + NONE_MADE,
                            "Choose another name, or change that script: it is applied again then."));
                });
        Path folder = names.folders().forRepeatable().orElse(request.firstFolder());
        Map<Path, byte[]> files = Map.of(folder.resolve(file), content(ScriptHeader.of(ScriptType.REPEATABLE, false)));
        return made(files, Optional.empty(), name, Optional.empty());
    }

    private NewScriptOutcome versioned() {
        KnownVersions known = names.known(notes);
        Optional<String> highest = known.highest();
        String version = request.version().map(typed -> free(typed, known)).orElseGet(() -> known.next(request.now()));
        highest.filter(other -> Version.of(other).compareTo(Version.of(version)) > 0)
                .ifPresent(other -> notes.add("Version " + version + " is lower than " + other
                        + ", which is there: a database that has applied that passes this script over, unless"
                        + " flyway.outOfOrder is set."));
        Path folder = names.folders().forVersioned().orElse(request.firstFolder());
        var files = new LinkedHashMap<Path, byte[]>();
        String file = naming.fileName(ScriptType.VERSIONED, version, words);
        ScriptName name = names.parsed(file, ScriptType.VERSIONED, Version.parse(version));
        if (request.undo()) {
            String undo = naming.fileName(ScriptType.UNDO, version, words);
            names.parsed(undo, ScriptType.UNDO, Version.parse(version));
            files.put(names.folders().forUndo(folder).resolve(undo), content(ScriptHeader.of(ScriptType.UNDO, true)));
        }
        files.put(folder.resolve(file), content(ScriptHeader.of(ScriptType.VERSIONED, request.undo())));
        return made(files, Optional.of(version), name, highest);
    }

    private String free(String typed, KnownVersions known) {
        Version version = Version.parse(typed)
                .orElseThrow(() -> new RefusalException(Problem.of(
                        "db.version is \"" + typed + "\", which is no version." + NONE_MADE,
                        "Give numbers with dots or underscores between them, such as 7, 2.1 or 20260131_1015.")));
        known.holder(version).ifPresent(holder -> {
            throw new RefusalException(Problem.of(
                    "Version " + typed + " is taken by " + holder + "." + NONE_MADE,
                    "Leave out db.version to get the next free one, which is " + known.next(request.now()) + "."));
        });
        return typed;
    }

    private byte[] content(String header) {
        return header.getBytes(migrations.encoding());
    }

    private NewScriptOutcome made(
            Map<Path, byte[]> files, Optional<String> version, ScriptName name, Optional<String> after) {
        var paths = new ArrayList<Path>();
        // the versioned script, which is made last, is named first
        files.keySet().forEach(file -> paths.add(0, file.toAbsolutePath().normalize()));
        if (request.dryRun()) {
            paths.stream().filter(Files::exists).findFirst().ifPresent(file -> {
                throw new RefusalException(
                        Problem.of(file + " is there already, and is not overwritten.", "Choose another name."));
            });
        } else {
            NewFiles.create(List.of(files));
        }
        return new NewScriptOutcome(version, name.description(), after, paths, request.dryRun(), List.copyOf(notes));
    }
}
