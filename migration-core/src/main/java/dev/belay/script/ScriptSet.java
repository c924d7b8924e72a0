package dev.belay.script;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All scripts of a project.
 *
 * @param versioned in order of version; two may have the same
 * @param undo in order of version; two may have the same
 * @param repeatable in order of description
 * @param callbacks in order of name
 * @param java migrations written in Java, by class; empty when their classes were not looked for
 * @param misnamed files with a migration's suffix whose names are none
 */
public record ScriptSet(
        List<ScriptFile> versioned,
        List<ScriptFile> undo,
        List<ScriptFile> repeatable,
        List<ScriptFile> callbacks,
        List<JavaMigration> java,
        List<Misnamed> misnamed) {

    /** {@return the script that the history names so; empty when it is not SQL, or not there} */
    public Optional<ScriptFile> script(String name) {
        return Stream.of(versioned, undo, repeatable)
                .flatMap(List::stream)
                .filter(file -> file.script().equals(name))
                .findFirst();
    }

    /**
     * A migration written in Java.
     *
     * @param className its class, as the history table names it
     * @param name what the class's name says
     */
    public record JavaMigration(String className, ScriptName name) {}

    /**
     * A file whose name is none of a migration.
     *
     * @param script its path below its location
     * @param location its path on disk
     * @param reason what is wrong with the name
     */
    public record Misnamed(String script, String location, String reason) {}
}
