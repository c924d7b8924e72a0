package dev.belay.preflight;

import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import dev.belay.preflight.PreflightRequest.Copy;
import dev.belay.preflight.PreflightRequest.Dump;
import dev.belay.preflight.PreflightRequest.Restore;
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
    static final PreflightRequest PLAIN = request(Dump.NOTHING, Restore.NOTHING);

    static final PreflightRequest SAFEGUARDED = request(Dump.ALL, Restore.DUMP);

    private Looks() {}

    static PreflightRequest request(Dump dump, Restore restore) {
        return request(dump, restore, Set.of(), Optional.empty(), Set.of(), Optional.empty());
    }

    static PreflightRequest copying(Copy copy) {
        return request(Dump.NOTHING, Restore.NOTHING, Set.of(copy), Optional.empty(), Set.of(), Optional.empty());
    }

    static PreflightRequest touching(QualifiedName table) {
        return request(Dump.NOTHING, Restore.NOTHING, Set.of(), Optional.empty(), Set.of(table), Optional.empty());
    }

    static PreflightRequest lag(Duration most) {
        return request(Dump.NOTHING, Restore.NOTHING, Set.of(), Optional.empty(), Set.of(), Optional.of(most));
    }

    static PreflightRequest backupTo(Path folder) {
        return request(Dump.ALL, Restore.NOTHING, Set.of(), Optional.of(folder), Set.of(), Optional.empty());
    }

    private static PreflightRequest request(
            Dump dump,
            Restore restore,
            Set<Copy> copies,
            Optional<Path> folder,
            Set<QualifiedName> tables,
            Optional<Duration> maxReplicaLag) {
        return new PreflightRequest(
                dump,
                restore,
                copies,
                folder,
                tables,
                maxReplicaLag,
                PreflightRequest.LONG_TRANSACTION,
                List.of(),
                RUN);
    }

    static PreflightRequest longFrom(Duration age) {
        return forNothing(age, List.of());
    }

    static PreflightRequest after(String interrupted) {
        return forNothing(PreflightRequest.LONG_TRANSACTION, List.of(interrupted));
    }

    private static PreflightRequest forNothing(Duration longTransaction, List<String> interrupted) {
        return new PreflightRequest(
                Dump.NOTHING,
                Restore.NOTHING,
                Set.of(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                longTransaction,
                interrupted,
                RUN);
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
