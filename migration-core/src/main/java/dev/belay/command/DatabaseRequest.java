package dev.belay.command;

import dev.belay.migrate.MigrationProject;
import dev.belay.outcome.Environment;
import dev.belay.outcome.Progress;
import dev.belay.postgres.ConnectionSettings;
import java.util.Objects;

/**
 * What every goal that works on a database is given.
 *
 * @param project its scripts and Flyway settings
 * @param connection the database
 * @param embedded whether it is the project's embedded development database
 * @param environment what the database is for
 * @param progress hears what happens
 */
public record DatabaseRequest(
        MigrationProject project,
        ConnectionSettings connection,
        boolean embedded,
        Environment environment,
        Progress progress) {

    public DatabaseRequest {
        Objects.requireNonNull(project);
        Objects.requireNonNull(connection);
        Objects.requireNonNull(environment);
        Objects.requireNonNull(progress);
    }
}
