package dev.belay.preflight;

import static dev.belay.preflight.Looks.PLAIN;
import static dev.belay.preflight.Looks.SAFEGUARDED;
import static dev.belay.preflight.Looks.look;
import static dev.belay.preflight.Looks.whats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.preflight.PreflightRequest.Copy;
import dev.belay.preflight.PreflightRequest.Dump;
import dev.belay.preflight.PreflightRequest.Restore;
import dev.belay.script.QualifiedName;
import dev.belay.testing.EachServer;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** What a role that is no superuser lacks; each remedy is followed, and is enough. */
@EachServer
class PrivilegesTest {

    private static final PreflightRequest DUMP = Looks.request(Dump.ALL, Restore.NOTHING);
    private static final PreflightRequest DUMP_OF_SCHEMA = Looks.request(Dump.SCHEMA, Restore.NOTHING);
    private static final PreflightRequest RESTORE = Looks.request(Dump.NOTHING, Restore.DUMP);
    private static final PreflightRequest RESTORE_OF_COPY = Looks.request(Dump.NOTHING, Restore.COPY);

    @Parameter
    TestServer server;

    private TestDatabase database;
    private TestDatabase weak;
    private String role;

    @BeforeEach
    void create() {
        database = server.newDatabase();
        role = "weak_" + database.name();
        weak = Looks.asRole(database, role);
        // a session of the test's superuser that is about to end would be one that cannot be seen
        grant("pg_read_all_stats");
    }

    @AfterEach
    void drop() {
        if (database != null) {
            database.execute("REASSIGN OWNED BY " + role + " TO CURRENT_USER; DROP OWNED BY " + role);
            server.drop(database);
        }
    }

    private void grant(String what) {
        database.execute("GRANT " + what + " TO " + role);
    }

    @Test
    void tablesAndSequencesThatADumpCouldNotReadAreNamed() throws SQLException {
        database.execute("CREATE TABLE a (id serial); CREATE TABLE b (); CREATE TABLE c (); CREATE TABLE d ();"
                + "CREATE TABLE e (); CREATE TABLE readable (); GRANT SELECT ON readable TO " + role
                + "; CREATE VIEW v AS SELECT FROM a; CREATE SCHEMA closed; CREATE TABLE closed.t ();"
                + "GRANT SELECT ON closed.t TO " + role);
        assertThat(look(weak, PLAIN).conditions()).isEmpty();
        assertThat(whats(look(weak, DUMP).refusals()))
                .containsExactly("the role " + role + " may not read closed.t, public.a, public.a_id_seq, public.b,"
                        + " public.c and 2 more: a dump of the database would fail");
        grant("pg_read_all_data");
        assertThat(look(weak, DUMP).conditions()).isEmpty();
    }

    @Test
    void aLargeObjectOfSomebodyElseIsToldUntilItMayBeRead() throws SQLException {
        String loid = database.query("SELECT lo_from_bytea(0, 'x')").get(0);
        assertThat(whats(look(weak, DUMP).refusals()))
                .containsExactly(
                        "the role " + role + " may not read 1 large object: a dump of the database would fail");
        grant("SELECT ON LARGE OBJECT " + loid);
        assertThat(look(weak, DUMP).conditions()).isEmpty();
    }

    @Test
    void rowSecurityThatHidesRowsFromADumpIsRefusedUntilTheRoleBypassesIt() throws SQLException {
        database.execute("CREATE TABLE others (id int); ALTER TABLE others ENABLE ROW LEVEL SECURITY;"
                + "CREATE TABLE forced (id int); ALTER TABLE forced ENABLE ROW LEVEL SECURITY;"
                + "ALTER TABLE forced FORCE ROW LEVEL SECURITY; ALTER TABLE forced OWNER TO " + role
                + "; CREATE TABLE mine (id int); ALTER TABLE mine ENABLE ROW LEVEL SECURITY;"
                + "ALTER TABLE mine OWNER TO " + role + "; CREATE TABLE off (id int);"
                + "ALTER TABLE off FORCE ROW LEVEL SECURITY");
        grant("pg_read_all_data");
        assertThat(look(weak, PLAIN).conditions()).isEmpty();
        assertThat(whats(look(weak, DUMP).refusals()))
                .containsExactly("row security would hide rows of public.forced, public.others from the role " + role
                        + ": a dump of the database would fail");
        database.execute("ALTER ROLE " + role + " BYPASSRLS");
        assertThat(look(weak, DUMP).conditions()).isEmpty();
    }

    @Test
    void whatIsRefusedIsWhatPgDumpRefuses() throws SQLException {
        PostgresClient client = PostgresClient.find().orElse(null);
        assumeTrue(client != null && client.major() >= database.major(), "no pg_dump for this server");
        database.execute("CREATE TABLE t (id int); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE SEQUENCE s");
        grant("SELECT ON t");
        assertThat(look(weak, DUMP).refusals()).hasSize(2);
        assertThat(catchThrowable(() -> client.dump(weak))).isNotNull();
        grant("SELECT ON s");
        assertThat(look(weak, DUMP).refusals()).hasSize(1);
        assertThat(catchThrowable(() -> client.dump(weak))).hasMessageContaining("row-level security");
        database.execute("ALTER ROLE " + role + " BYPASSRLS");
        assertThat(look(weak, DUMP).refusals()).isEmpty();
        assertThat(client.dump(weak)).anyMatch(line -> line.startsWith("CREATE TABLE public.t "));
    }

    @Test
    void aDumpOfTheSchemaNeedsTheTablesOnlyAndIsRefusedAsPgDumpRefusesIt() throws SQLException {
        PostgresClient client = PostgresClient.find().orElse(null);
        assumeTrue(client != null && client.major() >= database.major(), "no pg_dump for this server");
        database.execute("CREATE TABLE hidden (id int); ALTER TABLE hidden ENABLE ROW LEVEL SECURITY;"
                + "CREATE SEQUENCE s; GRANT SELECT ON hidden TO " + role + "; CREATE TABLE closed ()");
        database.query("SELECT lo_from_bytea(0, 'x')");
        assertThat(whats(look(weak, DUMP_OF_SCHEMA).refusals()))
                .containsExactly("the role " + role + " may not read public.closed: a dump of its schema, on which"
                        + " scripts are rehearsed, would fail");
        assertThat(catchThrowable(() -> client.schema(weak))).hasMessageContaining("closed");
        grant("SELECT ON closed");
        assertThat(look(weak, DUMP_OF_SCHEMA).conditions()).isEmpty();
        assertThat(client.schema(weak)).anyMatch(line -> line.startsWith("CREATE TABLE public.hidden "));
        assertThat(look(weak, DUMP).refusals()).hasSize(3);
    }

    @Test
    void aCopyThatTheServerMadeNeedsNoOwnersToRestoreIt() throws SQLException {
        database.execute("CREATE TABLE others (); CREATE EXTENSION pageinspect");
        assertThat(whats(look(weak, RESTORE_OF_COPY).warnings()))
                .hasSize(3)
                .noneMatch(what -> what.contains("extension") || what.contains("cannot become"));
    }

    @Test
    void aDatabaseThatTheRunCouldNotMakeIsRefusedUntilItMay() throws SQLException {
        PreflightRequest backup = Looks.copying(Copy.BACKUP);
        PreflightRequest rehearsal = Looks.copying(Copy.REHEARSAL);
        assertThat(whats(look(weak, backup).refusals()))
                .containsExactly(
                        "the role " + role + " may not create databases: a backup by template would fail",
                        "the role " + role + " does not own the database " + database.name()
                                + ": a backup by template would fail");
        assertThat(whats(look(weak, rehearsal).refusals()))
                .containsExactly(
                        "the role " + role + " may not create databases: a rehearsal on the same server would fail");
        database.execute("ALTER ROLE " + role + " CREATEDB");
        assertThat(look(weak, rehearsal).conditions()).isEmpty();
        assertThat(look(weak, backup).refusals()).hasSize(1);
        String owner = database.query("SELECT quote_ident(current_user)").get(0);
        database.execute("ALTER DATABASE " + database.name() + " OWNER TO " + role);
        assertThat(look(weak, backup).conditions()).isEmpty();
        database.execute("ALTER DATABASE " + database.name() + " OWNER TO " + owner);
    }

    @Test
    void whatARestoreWouldLackIsAWarningUntilItIsGranted() throws SQLException {
        database.execute("CREATE TABLE others ()");
        String owner = database.query("SELECT quote_ident(current_user)").get(0);
        assertThat(look(weak, PLAIN).conditions()).isEmpty();
        PreflightReport report = look(weak, RESTORE);
        assertThat(report.refusals()).isEmpty();
        assertThat(whats(report.warnings()))
                .containsExactly(
                        "the role " + role
                                + " may not create databases: a restore would not be possible with this role",
                        "the role " + role + " does not own the database " + database.name()
                                + ": a restore would not be possible with this role",
                        "the role " + role
                                + " may not end sessions of other roles, which a restore has to do before the swap",
                        "the role " + role + " cannot become " + owner
                                + ", who own tables here: a restore could not give them back");
        assertThat(report.words()).isEqualTo("4 conditions");
        database.execute("ALTER ROLE " + role + " CREATEDB; ALTER DATABASE " + database.name() + " OWNER TO " + role
                + "; GRANT pg_signal_backend TO " + role + "; ALTER TABLE others OWNER TO " + role);
        assertThat(look(weak, RESTORE).conditions()).isEmpty();
        database.execute("ALTER DATABASE " + database.name() + " OWNER TO " + owner);
    }

    @Test
    void aMemberThatMayNotBecomeTheOwnerCouldNotGiveBackItsTables() throws SQLException {
        assumeTrue(database.major() >= 16, "WITH SET is of PostgreSQL 16");
        String owner = "owner_" + database.name();
        database.execute("CREATE ROLE " + owner + "; CREATE TABLE t (); ALTER TABLE t OWNER TO " + owner + "; GRANT "
                + owner + " TO " + role + " WITH SET FALSE");
        String lacks = "the role " + role + " cannot become " + owner
                + ", who own tables here: a restore could not give them back";
        assertThat(whats(look(weak, RESTORE).warnings())).contains(lacks);
        database.execute("GRANT " + owner + " TO " + role + " WITH SET TRUE");
        assertThat(whats(look(weak, RESTORE).warnings())).doesNotContain(lacks);
        database.execute("DROP OWNED BY " + owner + "; DROP ROLE " + owner);
    }

    @Test
    void anExtensionThatOnlyASuperuserCreatesStandsInTheWayOfARestore() throws SQLException {
        database.execute("CREATE EXTENSION pg_trgm");
        assertThat(whats(look(weak, RESTORE).warnings())).noneMatch(what -> what.contains("extension"));
        database.execute("CREATE EXTENSION pageinspect");
        assertThat(whats(look(weak, RESTORE).warnings()))
                .contains("only a superuser creates the extension pageinspect: a restore would not be possible with the"
                        + " role " + role);
    }

    @Test
    void sessionsThatTheRoleMayNotSeeAreCounted() throws SQLException {
        database.execute("CREATE TABLE t (); REVOKE pg_read_all_stats FROM " + role);
        try (Connection other = database.connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("LOCK TABLE t");
            PreflightReport report = look(weak, Looks.longFrom(Duration.ZERO));
            assertThat(report.refusals()).isEmpty();
            assertThat(whats(report.warnings()))
                    .singleElement()
                    .asString()
                    .matches("the role " + role + " may not see what \\d+ sessions? of other roles in this database"
                            + " do: long transactions among them are not told of");
            // locks are for everybody to see
            assertThat(whats(look(weak, Looks.touching(QualifiedName.of("public", "t")))
                            .warnings()))
                    .anyMatch(what -> what.contains("state not visible to this role) holds AccessExclusiveLock"));
            grant("pg_read_all_stats");
            assertThat(look(weak, Looks.longFrom(Duration.ZERO)).words()).isEqualTo("1 long transaction");
        }
    }

    @Test
    void whatCannotBeLookedAtIsAWarningAndTheRestIsLookedAt() throws SQLException {
        database.execute("REVOKE SELECT ON pg_prepared_xacts FROM PUBLIC; CREATE TABLE t (n int);"
                + "ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0) NOT VALID");
        PreflightReport report = look(weak, PLAIN);
        assertThat(whats(report.warnings()))
                .containsExactly("prepared transactions could not be looked at: permission denied for view"
                        + " pg_prepared_xacts");
        assertThat(report.words()).isEqualTo("prepared transactions not seen, 1 constraint not validated");
    }

    @Test
    void aSafeguardedRunOfAnOrdinaryOwnerHasNothingToWorryAbout() throws SQLException {
        database.execute("ALTER ROLE " + role + " CREATEDB; GRANT pg_signal_backend TO " + role
                + "; GRANT pg_monitor TO " + role + "; ALTER SCHEMA public OWNER TO " + role);
        database.execute("ALTER DATABASE " + database.name() + " OWNER TO " + role);
        weak.execute("CREATE TABLE t (id serial PRIMARY KEY)");
        assertThat(look(weak, SAFEGUARDED).conditions()).isEmpty();
        database.execute("ALTER DATABASE " + database.name() + " OWNER TO CURRENT_USER");
    }
}
