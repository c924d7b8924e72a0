package dev.belay.command;

import dev.belay.analysis.KnownVersions;
import dev.belay.analysis.NewestFolder;
import dev.belay.git.BaseComparison;
import dev.belay.git.BaseState;
import dev.belay.migrate.MigrationProject;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.script.FileWords;
import dev.belay.script.ScriptName;
import dev.belay.script.ScriptType;
import dev.belay.script.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How new scripts of a project are named, and where they stand.
 *
 * @param project the project's directory, anywhere in its git repository
 * @param migrations its scripts and settings
 * @param directories the script folders on disk; may be empty
 * @param base the git ref whose versions are taken too; empty for the default
 * @param environment the environment variables, from which the CI's are read
 */
record ScriptNames(
        Path project,
        MigrationProject migrations,
        List<Path> directories,
        Optional<String> base,
        Map<String, String> environment) {

    /**
     * Characters and bytes. The history table takes 200 characters of a description (Flyway's own DDL for PostgreSQL),
     * file systems 255 bytes of a name, prefix, version and suffix included.
     */
    private static final int LONGEST_WORDS = 200;

    private static final String NONE_MADE = " No file was made.";

    /**
     * {@return the words of a file's name}
     *
     * @param typed as {@code db.name} has them
     * @param example a command that would be right
     * @throws RefusalException when there is no word in it, or too many
     */
    String words(String typed, String example) {
        String words = FileWords.of(typed, migrations.naming().suffix())
                .orElseThrow(() -> new RefusalException(
                        Problem.of("db.name is \"" + typed + "\", in which there is no word." + NONE_MADE, example)));
        if (words.length() > LONGEST_WORDS || words.getBytes(StandardCharsets.UTF_8).length > LONGEST_WORDS) {
            throw new RefusalException(Problem.of(
                    "db.name is longer than a file's name and the history table can take, " + LONGEST_WORDS
                            + " characters." + NONE_MADE,
                    "Say it in fewer words; what there is to explain fits into the script."));
        }
        return words;
    }

    /**
     * {@return the versions that are taken, here and on the base branch} A base that nobody named is welcome, and not
     * needed.
     *
     * @param notes hears of a base that is not known
     */
    KnownVersions known(List<String> notes) {
        var comparison = new BaseComparison(project, directories, environment);
        try (BaseState state = comparison.read(base).orElse(null)) {
            return new KnownVersions(migrations, Optional.ofNullable(state));
        } catch (RefusalException e) {
            if (base.isPresent()) {
                throw e;
            }
            notes.add("The versions of the base branch are not known: "
                    + e.problem().what());
            return new KnownVersions(migrations, Optional.empty());
        }
    }

    NewestFolder folders() {
        return new NewestFolder(migrations.scripts(), directories);
    }

    /** What is written must be read as what it is meant to be, whatever prefixes the project has. */
    ScriptName parsed(String fileName, ScriptType type, Optional<Version> version) {
        return migrations
                .nameOf(fileName)
                .filter(name -> name.type() == type && name.version().equals(version))
                .orElseThrow(() -> new RefusalException(Problem.of(
                        "With this project's prefixes and separator, " + fileName + " would not be read as "
                                + (type == ScriptType.UNDO ? "an undo" : "a") + " script." + NONE_MADE,
                        "Look at flyway.sqlMigrationPrefix, flyway.undoSqlMigrationPrefix,"
                                + " flyway.repeatableSqlMigrationPrefix and flyway.sqlMigrationSeparator.")));
    }
}
