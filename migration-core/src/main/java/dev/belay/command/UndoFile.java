package dev.belay.command;

import dev.belay.migrate.MigrationProject;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.script.ScriptName;
import dev.belay.script.ScriptNaming;
import dev.belay.script.ScriptType;
import java.nio.file.Path;
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
        return new WrittenScript(project, name(), text, conf).addTo(files, folder);
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
