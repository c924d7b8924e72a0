package dev.belay.analysis;

import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptSet;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Finds out where a project puts its latest scripts. */
public final class NewestFolder {

    private final ScriptSet scripts;
    private final List<Path> directories;

    /**
     * @param scripts of all locations
     * @param directories the locations' folders on disk
     */
    public NewestFolder(ScriptSet scripts, List<Path> directories) {
        this.scripts = scripts;
        this.directories = directories;
    }

    /** {@return the folder of the highest version, else of any script, else the first location; empty without any} */
    public Optional<Path> forVersioned() {
        return newest(scripts.versioned())
                .or(() -> newest(scripts.undo()))
                .or(() -> newest(scripts.repeatable()))
                .or(() -> newest(scripts.callbacks()))
                .or(() -> directories.stream().findFirst());
    }

    /** {@return the folder of the repeatable scripts, else that of versioned ones} */
    public Optional<Path> forRepeatable() {
        return newest(scripts.repeatable()).or(this::forVersioned);
    }

    /** {@return where the undo scripts of the versioned ones in a folder are; that folder itself when there are none} */
    public Path forUndo(Path versioned) {
        for (ScriptFile undo : latestFirst(scripts.undo())) {
            boolean ofFolder = scripts.versioned().stream()
                    .filter(script -> script.name().version().equals(undo.name().version()))
                    .anyMatch(script -> folder(script).filter(versioned::equals).isPresent());
            if (ofFolder && folder(undo).isPresent()) {
                return folder(undo).get();
            }
        }
        return versioned;
    }

    private static Optional<Path> newest(List<ScriptFile> scripts) {
        return latestFirst(scripts).stream()
                .flatMap(script -> folder(script).stream())
                .findFirst();
    }

    private static List<ScriptFile> latestFirst(List<ScriptFile> scripts) {
        var reversed = new ArrayList<>(scripts);
        Collections.reverse(reversed);
        return reversed;
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
