package dev.belay.server;

import java.util.ArrayList;
import java.util.List;

/** The settings that an embedded server is started with, as {@code name=value}. */
final class ServerSettings {

    /** Reached from this machine only and by TCP only; a failed statement, which may hold a password, is not logged. */
    private static final List<String> COMMON = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "log_min_error_statement=panic",
            "logging_collector=off");

    /** Nothing of it has to survive anything. */
    private static final List<String> THROWAWAY = List.of(
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            // what a shutdown leaves is copied: no more WAL than has to be
            "wal_recycle=off",
            "wal_init_zero=off",
            "wal_level=minimal",
            "max_wal_senders=0",
            "shared_buffers=32MB");

    /**
     * What was committed stays, as on any server: fsync, full_page_writes and synchronous_commit are left on. Without
     * the last, a {@code kill -9} would take back what a run has already called done.
     */
    private static final List<String> KEPT = List.of("shared_buffers=64MB");

    private ServerSettings() {}

    static List<String> of(ServerKind kind, int port) {
        List<String> settings = new ArrayList<>(COMMON);
        settings.addAll(kind instanceof ServerKind.Throwaway ? THROWAWAY : KEPT);
        settings.add("port=" + port);
        return settings;
    }
}
