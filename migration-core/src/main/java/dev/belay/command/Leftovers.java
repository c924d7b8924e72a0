package dev.belay.command;

import dev.belay.files.NewFiles;
import dev.belay.migrate.MigrationProject;
import java.nio.file.Path;
import java.util.List;

/** What a run that was killed while it made scripts has left. */
final class Leftovers {

    private Leftovers() {}

    /**
     * {@return the project without them: files without the script that they belong to are removed}
     *
     * @param directories the script folders on disk
     * @throws dev.belay.outcome.EnvironmentException when they cannot be removed
     */
    static MigrationProject removed(MigrationProject migrations, List<Path> directories) {
        return NewFiles.takeBackInterrupted(directories) ? migrations.lookedThroughAgain() : migrations;
    }
}
