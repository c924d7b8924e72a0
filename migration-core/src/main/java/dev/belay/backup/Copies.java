package dev.belay.backup;

import dev.belay.backup.BackupEntry.State;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Backups that are copies in a server: the folder says that one was made, and only the server whether it is there. */
final class Copies {

    private final ConnectionSettings settings;

    private Copies(ConnectionSettings settings) {
        this.settings = settings;
    }

    /**
     * {@return the same entries, those damaged whose copy this server has no more}
     *
     * @param settings any database of the server
     * @param run whose session it is
     * @throws dev.belay.outcome.EnvironmentException when there are copies, and the server cannot be reached
     */
    static List<BackupEntry> confronted(
            List<BackupEntry> entries, ConnectionSettings settings, RunId run, Sessions sessions) throws SQLException {
        var copies = new Copies(settings);
        if (entries.stream().allMatch(entry -> copies.of(entry).isEmpty())) {
            return entries;
        }
        try (Connection connection = MaintenanceSession.open(sessions, settings, "", run)) {
            List<BackupEntry> confronted = new ArrayList<>();
            for (BackupEntry entry : entries) {
                Optional<Manifest> manifest = copies.of(entry);
                confronted.add(
                        manifest.isEmpty() || isThere(connection, manifest.get())
                                ? entry
                                : gone(entry, manifest.get()));
            }
            return confronted;
        }
    }

    private Optional<Manifest> of(BackupEntry entry) {
        return entry.backup()
                .map(Backup::manifest)
                .filter(manifest ->
                        manifest.copy().isPresent() && manifest.server().equals(settings.server()));
    }

    /** {@return what is wrong with a backup that is a copy, as its restore into a server needs it; empty when nothing is} */
    static Optional<String> missing(Backup backup, ConnectionSettings settings, RunId run, Sessions sessions)
            throws SQLException {
        Manifest manifest = backup.manifest();
        if (manifest.copy().isEmpty()) {
            return Optional.empty();
        }
        // the same server may have another name here
        try (Connection connection = MaintenanceSession.open(sessions, settings, "", run)) {
            return isThere(connection, manifest)
                    ? Optional.empty()
                    : Optional.of(
                            "it is the database " + manifest.copy().get() + " at " + manifest.server() + ", which is "
                                    + (manifest.server().equals(settings.server())
                                            ? "no longer there"
                                            : "not at " + settings.server()));
        }
    }

    private static boolean isThere(Connection connection, Manifest manifest) throws SQLException {
        return OwnDatabase.isOf(connection, manifest.copy().orElseThrow(), manifest.run());
    }

    private static BackupEntry gone(BackupEntry entry, Manifest manifest) {
        return new BackupEntry(
                entry.folder(),
                State.DAMAGED,
                entry.manifest(),
                Optional.of("its copy, the database " + manifest.copy().orElseThrow() + ", is no longer at "
                        + manifest.server()));
    }
}
