package dev.belay.command;

import dev.belay.migrate.MigrationProject;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.script.ScriptName;
import dev.belay.script.ScriptNaming;
import dev.belay.script.ScriptType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An undo script as files.
 *
 * @param project whose names and encoding it has
 * @param versioned the name of the script that it takes back
 * @param text its own
 * @param conf the text of its {@code .conf}; empty when it needs none
 */
record UndoFile(MigrationProject project, ScriptName versioned, String text, Optional<String> conf) {

    /**
     * Adds the files to those that are to be made.
     *
     * @return their paths, the script first
     * @throws RefusalException when the project's prefixes would make another script of it
     */
    List<Path> addTo(Map<Path, byte[]> files, Path folder) {
        String name = name();
        Charset encoding = project.encoding();
        String settings = conf.orElse("");
        if (!encoding.newEncoder().canEncode(text)) {
            encoding = StandardCharsets.UTF_8;
            settings += "encoding=UTF-8\n";
        }
        var paths = new ArrayList<Path>();
        add(files, paths, folder.resolve(name), text.getBytes(encoding));
        if (!settings.isEmpty()) {
            add(files, paths, folder.resolve(name + ".conf"), settings.getBytes(StandardCharsets.UTF_8));
        }
        return paths;
    }

    private static void add(Map<Path, byte[]> files, List<Path> paths, Path path, byte[] content) {
        files.put(path, content);
        paths.add(path);
    }

    /** All but the prefix is as in the versioned script's name. */
    private String name() {
        ScriptNaming naming = project.naming();
        String name = naming.undoPrefix()
                + versioned.fileName().substring(naming.versionedPrefix().length());
        return project.nameOf(name)
                .filter(parsed ->
                        parsed.type() == ScriptType.UNDO && parsed.version().equals(versioned.version()))
                .map(ScriptName::fileName)
                .orElseThrow(() -> new RefusalException(Problem.of(
                        "With this project's prefixes and separator, " + name
                                + " would not be read as an undo script. No file was made.",
                        "Look at flyway.sqlMigrationPrefix and flyway.undoSqlMigrationPrefix.")));
    }
}
