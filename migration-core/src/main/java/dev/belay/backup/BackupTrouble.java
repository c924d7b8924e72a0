package dev.belay.backup;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.server.ClientNeed;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Why there is no backup, and what to do. */
final class BackupTrouble {

    private static final int KILLED_FROM = 128;
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String FULL = "No space left on device";

    private final String database;
    private final Path dir;

    BackupTrouble(ConnectionSettings settings, Path dir) {
        this.database = settings.database().orElse("the database");
        this.dir = dir;
    }

    EnvironmentException files(IOException e) {
        boolean full = String.valueOf(e.getMessage()).contains(FULL);
        return new EnvironmentException(
                full
                        ? full(List.of())
                        : problem(
                                "The backup cannot be written to " + dir + ": " + reason(e) + ".",
                                "make that folder writable, or name another: -Ddb.backup.dir=..."),
                e);
    }

    EnvironmentException server(SQLException e) {
        return new EnvironmentException(
                problem(
                        "The backup of " + database + " failed: " + e.getMessage() + ".",
                        LOCK_NOT_AVAILABLE.equals(e.getSQLState())
                                ? "wait until the session that holds the table's lock has ended, and run the goal again."
                                : "check the server and the rights of the role, and run the goal again."),
                e);
    }

    /** {@return what a dump needs} */
    ClientNeed need(int server) {
        return new ClientNeed(
                "A backup of " + database,
                "pg_dump",
                server,
                Optional.of("name its folder or an image in db.backup.client, or choose another way:"
                        + " -Ddb.backup.method=template or command"),
                Optional.of(unchanged()));
    }

    EnvironmentException program(String name, int exit, List<String> said) {
        List<String> words = Words.ofFailure(said);
        if (said.stream().anyMatch(line -> line.contains(FULL))) {
            return new EnvironmentException(full(words));
        }
        String how = exit > KILLED_FROM ? "was ended by signal " + (exit - KILLED_FROM) : "failed, exit code " + exit;
        return new EnvironmentException(
                problem("The backup of " + database + " is not complete: " + name + " " + how + ".", next(words))
                        .withDetails(words));
    }

    private static String next(List<String> words) {
        String all = String.join("\n", words);
        if (all.contains("row-level security")) {
            return "back up as a role that sees all rows: the owner of the tables, a superuser, or one with BYPASSRLS.";
        }
        if (all.contains("permission denied")) {
            return "let the role read all tables and sequences: GRANT pg_read_all_data TO ...";
        }
        if (all.contains("lock timeout")) {
            return "wait until the session that holds the table's lock has ended, and run the goal again.";
        }
        return "remove the cause, and run the goal again.";
    }

    private Problem full(List<String> words) {
        return problem(
                        "The backup of " + database + " is not complete: there is no space left in " + dir + ".",
                        "free space there, or name another folder: -Ddb.backup.dir=...")
                .withDetails(words);
    }

    private Problem problem(String what, String next) {
        return Problem.of(what, next).withState(unchanged());
    }

    private String unchanged() {
        return database + " was not changed; what there was of the backup is removed.";
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException denied) {
            return "permission denied for " + denied.getFile();
        }
        if (cause instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason() + " (" + system.getFile() + ")";
        }
        return cause.getClass().getSimpleName()
                + Optional.ofNullable(cause.getMessage()).map(m -> ": " + m).orElse("");
    }
}
