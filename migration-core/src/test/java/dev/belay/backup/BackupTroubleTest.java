package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.Problem;
import dev.belay.postgres.ConnectionSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which disk is full, as {@code pg_dump} tells it. */
class BackupTroubleTest {

    private static Problem problem(String... said) {
        var settings =
                new ConnectionSettings("jdbc:postgresql://db:5432/shop", Optional.empty(), Optional.empty(), Map.of());
        return new BackupTrouble(settings, Path.of("/backups"))
                .program("pg_dump", 1, List.of(said))
                .problem();
    }

    @Test
    void itsOwnIsTheBackupFolders() {
        Problem problem = problem("pg_dump: error: could not write to output file: No space left on device");
        assertThat(problem.what()).contains("there is no space left in /backups");
        assertThat(problem.next()).contains("db.backup.dir");
    }

    @Test
    void theServersIsTheServers() {
        Problem problem = problem(
                "pg_dump: error: Dumping the contents of table \"t\" failed: PQgetResult() failed.",
                "pg_dump: detail: Error message from server: ERROR:  could not write to file"
                        + " \"base/pgsql_tmp/pgsql_tmp7.0\": No space left on device");
        assertThat(problem.what()).doesNotContain("/backups");
        assertThat(problem.next()).startsWith("free space on the server's disk");
    }
}
