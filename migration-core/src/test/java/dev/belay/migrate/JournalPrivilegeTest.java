package dev.belay.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.Secret;
import dev.belay.testing.EachServer;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** A role that may not keep the journal is told what it lacks; each remedy is followed, and is enough. */
@EachServer
class JournalPrivilegeTest {

    @Parameter
    TestServer server;

    private TestDatabase database;
    private TestDatabase weak;
    private String role;

    @BeforeEach
    void create() {
        database = server.newDatabase();
        role = "weak_" + database.name();
        database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'x'");
        weak = new TestDatabase(
                database.name(),
                database.major(),
                database.settings().withCredentials(Optional.of(role), Optional.of(new Secret("x"))));
    }

    @AfterEach
    void drop() {
        if (database != null) {
            database.execute("DROP OWNED BY " + role);
            server.drop(database);
        }
    }

    private void ensure() throws SQLException {
        try (Connection connection = weak.connect()) {
            BelaySchema.ensure(connection);
        }
    }

    private Problem refused() {
        return catchThrowableOfType(RefusalException.class, this::ensure).problem();
    }

    /** Does what a refusal says to do, as the superuser. */
    private void follow(Problem problem) {
        String next = problem.next();
        database.execute(next.substring(next.indexOf(": ") + 2).split(" {2}or ")[0]);
    }

    @Test
    void withoutCreateOnTheDatabaseThereIsNoJournal() throws SQLException {
        Problem problem = refused();
        assertThat(problem.what())
                .isEqualTo("the role " + role + " may not create the schema belay, where the journal is kept");
        assertThat(problem.state()).contains("The database is unchanged.");
        follow(problem);
        ensure();
        assertThat(weak.query("SELECT count(*) FROM belay.run")).containsExactly("0");
    }

    @Test
    void aSchemaThatWasMadeForTheRoleIsEnough() throws SQLException {
        database.execute("CREATE SCHEMA belay AUTHORIZATION " + role);
        ensure();
        assertThat(weak.query("SELECT count(*) FROM belay.run")).containsExactly("0");
    }

    @Test
    void aSchemaOfSomebodyElseIsRefusedUntilItMayBeUsed() throws SQLException {
        database.execute("CREATE SCHEMA belay; GRANT USAGE ON SCHEMA belay TO " + role);
        Problem empty = refused();
        assertThat(empty.what())
                .isEqualTo("the role " + role + " may not use the schema belay, where the journal is kept");
        follow(empty);
        ensure();
    }

    @Test
    void aJournalOfSomebodyElseIsRefusedUntilItMayBeWritten() throws SQLException {
        try (Connection connection = database.connect()) {
            BelaySchema.ensure(connection);
        }
        Problem closed = refused();
        assertThat(closed.what())
                .isEqualTo("the role " + role + " may not use the schema belay, where the journal is kept");
        assertThat(closed.state()).contains("The database is unchanged.");
        database.execute("GRANT USAGE ON SCHEMA belay TO " + role
                + "; GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA belay TO " + role);
        assertThat(refused()).isEqualTo(closed);
        follow(closed);
        ensure();
    }
}
