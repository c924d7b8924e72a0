package dev.belay.backup;

import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.server.ClientPrograms;
import dev.belay.server.ClientSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a backup is made when nobody has said: by an installed {@code pg_dump}, or one that somebody named; else by a copy
 * when nobody is connected; else by a {@code pg_dump} in a container. Where there is no engine either it is the copy, whose
 * refusal names who is connected.
 */
final class AutomaticMethod {

    /** For sessions that are ending, as long as the copy itself waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private AutomaticMethod() {}

    static BackupMethod of(BackupRequest request, int major) throws SQLException {
        boolean image =
                request.client().filter(ClientSource.Image.class::isInstance).isPresent();
        if (image || request.key().isPresent() || ClientPrograms.areInstalled(major, request.client())) {
            return BackupMethod.PG_DUMP;
        }
        boolean folder =
                request.client().filter(ClientSource.Folder.class::isInstance).isPresent();
        if (folder || isAlone(request)) {
            return BackupMethod.TEMPLATE;
        }
        List<String> why = ClientPrograms.whyNoContainer();
        why.forEach(request.progress()::detail);
        return why.isEmpty() ? BackupMethod.PG_DUMP : BackupMethod.TEMPLATE;
    }

    private static boolean isAlone(BackupRequest request) throws SQLException {
        try (Connection connection =
                new Sessions(request.progress()).open(request.settings(), request.run(), SessionRole.READ)) {
            // those of this run are put aside for a copy
            return OtherSessions.staying(connection, connection.getCatalog(), Optional.of(request.run()), PATIENCE)
                    .isEmpty();
        }
    }
}
