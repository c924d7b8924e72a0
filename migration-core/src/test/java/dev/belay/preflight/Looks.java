package dev.belay.preflight;

import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import dev.belay.script.QualifiedName;
import dev.belay.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Requests and looks for the tests. */
final class Looks {

    static final RunId RUN = new RunId("7f3a09c1");

    /** Neither dump nor restore. */
    static final PreflightRequest PLAIN = request(false, false, Set.of());

    static final PreflightRequest SAFEGUARDED = request(true, true, Set.of());

    private Looks() {}

    static PreflightRequest request(boolean backup, boolean restore, Set<QualifiedName> tables) {
        return new PreflightRequest(
                backup, restore, Optional.empty(), tables, Optional.empty(), PreflightRequest.LONG_TRANSACTION, RUN);
    }

    static PreflightRequest longFrom(Duration age) {
        return new PreflightRequest(false, false, Optional.empty(), Set.of(), Optional.empty(), age, RUN);
    }

    static PreflightRequest lag(Duration most) {
        return new PreflightRequest(
                false, false, Optional.empty(), Set.of(), Optional.of(most), PreflightRequest.LONG_TRANSACTION, RUN);
    }

    static PreflightRequest backupTo(Path folder) {
        return new PreflightRequest(
                true, false, Optional.of(folder), Set.of(), Optional.empty(), PreflightRequest.LONG_TRANSACTION, RUN);
    }

    static PreflightReport look(TestDatabase database, PreflightRequest request) throws SQLException {
        try (Connection connection = database.connect()) {
            return Preflight.look(connection, request);
        }
    }

    /** {@return the same database as a new role of it, which may log in and nothing else} */
    static TestDatabase asRole(TestDatabase database, String role) {
        database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'x'");
        ConnectionSettings settings =
                database.settings().withCredentials(Optional.of(role), Optional.of(new Secret("x")));
        return new TestDatabase(database.name(), database.major(), settings);
    }

    static List<String> whats(List<Condition> conditions) {
        return conditions.stream().map(Condition::what).toList();
    }
}
