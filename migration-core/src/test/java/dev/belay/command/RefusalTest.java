package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is wrong before a run begins is said with its place and a remedy, and the database stays as it is. */
class RefusalTest extends DatabaseSuite {

    /** Upgrades, is refused, and finds the database as it was. */
    private Problem refusedUnchanged() {
        List<String> before = scenario.everything();
        Problem problem = refused(scenario::upgrade);
        assertThat(scenario.everything()).isEqualTo(before);
        return problem;
    }

    @Test
    void aScriptThatDropsTheRunsLock() {
        scenario.table("1", "one").script("V2__reset.sql", "CREATE TABLE two ();\nDISCARD ALL;");

        assertThat(refusedUnchanged().what()).startsWith("V2__reset.sql:2:1: DISCARD ALL drops the lock");
    }

    @Test
    void anUnknownPlaceholderLeavesTheDatabaseAsItWas() {
        scenario.table("1", "one").script("V2__p.sql", "CREATE TABLE ${nobody} ();");

        Problem problem = refusedUnchanged();

        assertThat(problem.what()).startsWith("V2__p.sql:1:14");
        assertThat(problem.state()).contains("The database is unchanged.");
    }

    @Test
    void twoScriptsWithOneVersion() {
        scenario.table("1", "one")
                .script("V1.0__again.sql", "SELECT 1;")
                .table("2", "two")
                .script("deep/V2__again.sql", "SELECT 1;")
                .script("U2__undo_again.sql", "SELECT 1;")
                .script("R__r.sql", "SELECT 1;")
                .script("deep/R__r.sql", "SELECT 1;");

        var problem = refusedUnchanged();

        assertThat(problem.details())
                .anySatisfy(line -> assertThat(line).contains("V1__create_one.sql", "V1.0__again.sql"))
                .anySatisfy(line -> assertThat(line).contains("V2__create_two.sql", "V2__again.sql"))
                .anySatisfy(line -> assertThat(line).contains("undo of version 2", "U2__undo_again.sql"))
                .anySatisfy(line -> assertThat(line).contains("repeatable 'r'"))
                .hasSize(4);
    }

    @Test
    void aScriptThatIsNotInItsEncoding() {
        scenario.table("1", "one")
                .script("V2__latin.sql", "SELECT 1;\nSELECT 2;\nSELECT 'Größe';\n", StandardCharsets.ISO_8859_1);

        var problem = refusedUnchanged();

        assertThat(problem.what()).startsWith("V2__latin.sql:3: ").contains("UTF-8");
        assertThat(problem.next()).contains("V2__latin.sql.conf");
    }

    @Test
    void aPlaceholderWithoutAValue() {
        scenario.table("1", "one").script("V2__p.sql", "SELECT 1;\n\n  SELECT ${what};\n");

        var problem = refusedUnchanged();

        assertThat(problem.what()).startsWith("V2__p.sql:3:10: ").contains("${what}");
        assertThat(problem.next()).contains("placeholders.what");
    }

    @Test
    void aPlaceholderWithoutAValueInARepeatable() {
        scenario.table("1", "one").script("R__p.sql", "SELECT 1;\nSELECT '${what}';\n");

        assertThat(refusedUnchanged().what()).startsWith("R__p.sql:2:9: ").contains("${what}");
    }

    @Test
    void aPlaceholderWithoutAValueInAnUndoScript() {
        scenario.table("1", "one").table("2", "two").script("U1__create_one.sql", "DROP TABLE ${what};");
        scenario.upgrade();
        List<String> before = scenario.everything();

        assertThat(refused(() -> scenario.downgrade("base")).what()).startsWith("U1__create_one.sql:1:12: ");
        assertThat(scenario.everything()).isEqualTo(before);
    }

    @Test
    void aConfigurationOfAScriptThatFlywayDoesNotTake() {
        scenario.table("1", "one").script("V1__create_one.sql.conf", "executeInTransaction=maybe\n");

        var problem = refusedUnchanged();

        assertThat(problem.what()).contains("V1__create_one.sql.conf").contains("maybe");
    }

    @Test
    void aSettingOfAScriptThatIsForFlywaysPaidEditions() {
        scenario.table("1", "one").script("V1__create_one.sql.conf", "shouldExecute=false\n");

        var problem = refusedUnchanged();

        assertThat(problem.what()).contains("V1__create_one.sql.conf").contains("shouldExecute");
        assertThat(problem.next()).contains("executeInTransaction").doesNotContain("shouldExecute");
    }

    @Test
    void anEncodingOfAScriptThatDoesNotExist() {
        scenario.table("1", "one").script("V1__create_one.sql.conf", "encoding=klingon\n");

        assertThat(refusedUnchanged().what())
                .contains("V1__create_one.sql.conf")
                .contains("klingon");
    }

    @Test
    void aScriptThatWasChangedAfterItWasApplied() {
        scenario.table("1", "one").table("2", "two");
        scenario.upgrade();
        scenario.script("V1__create_one.sql", "CREATE TABLE one (id bigint);").table("3", "three");

        var problem = refusedUnchanged();

        assertThat(problem.details())
                .singleElement()
                .asString()
                .contains("V1__create_one.sql", "not the one that was applied");
        assertThat(scenario.states()).containsExactly("1 changed", "2 applied", "3 pending");
    }

    @Test
    void scriptsThatAreGone() {
        scenario.table("1", "one").table("2", "two").table("3", "three");
        scenario.upgrade();
        scenario.delete("V1__create_one.sql").delete("V2__create_two.sql").table("4", "four");

        var problem = refusedUnchanged();

        assertThat(problem.details())
                .satisfiesExactly(
                        line -> assertThat(line).contains("1 (create one)", "its script is gone"),
                        line -> assertThat(line).contains("2 (create two)", "its script is gone"));
        assertThat(scenario.states()).containsExactly("1 missing", "2 missing", "3 applied", "4 pending");
    }

    @Test
    void aHistoryAheadOfTheProjectIsLeftAlone() {
        scenario.table("1", "one").table("2", "two");
        scenario.upgrade();
        scenario.delete("V2__create_two.sql");

        assertThat(scenario.upgrade().applied()).isEmpty();
        assertThat(scenario.current().version()).contains("2");
        assertThat(scenario.states()).containsExactly("1 applied", "2 future");
    }

    @Test
    void aDatabaseWithObjectsAndNoHistory() {
        scenario.execute("CREATE TABLE older ()");
        scenario.table("1", "one");

        var problem = refusedUnchanged();

        assertThat(problem.what()).contains("public");
        assertThat(problem.next()).contains("-Dflyway.baselineOnMigrate=true").contains("-Dflyway.baselineVersion=");
    }

    @Test
    void misnamedFilesWhereTheProjectForbidsThem() {
        scenario.table("1", "one").script("V2_one_underscore.sql", "SELECT 1;").script("notes.sql", "SELECT 1;");
        scenario.set("validateMigrationNaming", "true");

        var problem = refusedUnchanged();

        assertThat(problem.details())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("V2_one_underscore.sql"))
                .anySatisfy(line -> assertThat(line).contains("notes.sql"));
        scenario.set("validateMigrationNaming", "false");
        assertThat(scenario.upgrade().applied()).hasSize(1);
    }

    @Test
    void aRoleThatMayNotCreateTheSchemaBelay() {
        String role = scenario.database().name() + "_poor";
        scenario.superuser()
                .execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + Scenario.PASSWORD.replace("'", "''")
                        + "'; GRANT CREATE, USAGE ON SCHEMA public TO " + role);
        try {
            scenario.table("1", "one");
            List<String> before = scenario.everything();
            var request = scenario.request(scenario.as(role).settings());

            var problem = refused(() ->
                    scenario.discreet(() -> Upgrade.run(new Upgrade.Request(request, Targets.up(Optional.empty())))));

            assertThat(problem.what())
                    .isEqualTo("the role " + role + " may not create the schema belay, where the journal is kept");
            assertThat(problem.next())
                    .contains("CREATE SCHEMA belay AUTHORIZATION")
                    .contains("GRANT CREATE ON DATABASE");
            assertThat(scenario.everything()).isEqualTo(before);

            scenario.superuser().execute("CREATE SCHEMA belay AUTHORIZATION " + role);
            assertThat(Upgrade.run(new Upgrade.Request(request, Targets.up(Optional.empty())))
                            .applied())
                    .hasSize(1);
        } finally {
            scenario.superuser().execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    @Test
    void transactionsThatAreReadOnly() {
        scenario.table("1", "one");
        scenario.superuser().execute("ALTER ROLE " + scenario.owner() + " SET default_transaction_read_only = on");

        assertThat(refusedUnchanged().what()).contains("read-only");
        assertThat(scenario.current().version()).isEmpty();
    }

    @Test
    void aWrongPassword() {
        scenario.table("1", "one");
        var settings = scenario.database()
                .settings()
                .withCredentials(Optional.of(scenario.owner()), Optional.of(new Secret("wrong " + Scenario.PASSWORD)));

        var problem = unreachable(settings);

        assertThat(problem.what()).contains("refuses the password").contains(scenario.owner());
        assertThat(problem.next()).contains("db.password");
    }

    @Test
    void aDatabaseThatIsNotThere() {
        var settings = scenario.database().settings();
        String url = settings.jdbcUrl().replace(scenario.database().name(), "nowhere");

        assertThat(unreachable(new ConnectionSettings(url, settings.user(), settings.password(), settings.properties()))
                        .what())
                .contains("no database nowhere");
    }

    @Test
    void aServerThatIsNotThere() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var settings = scenario.database().settings();

        var problem = unreachable(new ConnectionSettings(
                "jdbc:postgresql://127.0.0.1:" + port + "/x",
                settings.user(),
                settings.password(),
                settings.properties()));

        assertThat(problem.what()).contains("127.0.0.1:" + port);
        assertThat(problem.next()).contains("db.url");
    }

    /** {@return what both a goal that looks and one that changes end with} */
    private Problem unreachable(ConnectionSettings settings) {
        DatabaseRequest request = scenario.request(settings);
        Problem looking = problem(EnvironmentException.class, () -> scenario.discreet(() -> Current.run(request)));
        Problem changing = problem(
                EnvironmentException.class,
                () -> scenario.discreet(() -> Upgrade.run(new Upgrade.Request(request, Targets.up(Optional.empty())))));
        assertThat(changing).isEqualTo(looking);
        return changing;
    }
}
