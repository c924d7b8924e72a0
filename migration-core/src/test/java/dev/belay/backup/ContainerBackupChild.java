package dev.belay.backup;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import dev.belay.server.ClientSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A build of its own: makes a backup with the programs of an image, if nobody kills it. */
final class ContainerBackupChild {

    private ContainerBackupChild() {}

    /** @param arguments URL, user and password of the database; the folder of the backups; the image */
    public static void main(String[] arguments) {
        var settings = new ConnectionSettings(
                arguments[0], Optional.of(arguments[1]), Optional.of(new Secret(arguments[2])), Map.of());
        new Backups()
                .make(new BackupRequest(
                        settings,
                        BackupMethod.PG_DUMP,
                        Path.of(arguments[3]),
                        Optional.empty(),
                        Optional.empty(),
                        RunId.random(),
                        Optional.of(new ClientSource.Image(arguments[4])),
                        Optional.empty(),
                        Progress.SILENT));
    }
}
