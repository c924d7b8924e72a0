package dev.belay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.it.Scenario.Run;
import dev.belay.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a goal finds its settings, and what it says of those that it does not understand. */
class ConfigurationTest extends MavenSuite {

    private static final String ROLE_PASSWORD = "correct-horse-battery";

    @Test
    void flywayConf(TestMaven maven, TestDatabase database) throws Exception {
        List<Run> runs = maven.scenario("flyway-conf", values(database)).run();
        runs.get(0).says(database.name() + " is at version 1 (was empty)");
        runs.get(1).says(database.name() + " has no version any more");
        assertThat(database.query("select type from shop_history order by installed_rank"))
                .containsExactly("SQL", "DELETE", "SQL");
        assertThat(database.query("select name from owner")).containsExactly("Grace");
    }

    @Test
    void springBoot(TestMaven maven, TestDatabase database) throws Exception {
        maven.scenario("spring-boot", values(database)).run().get(0).says(database.name() + " is at version 1");
        assertThat(database.query("select version from shop.spring_history where version is not null"))
                .containsExactly("1");
    }

    @Test
    void encryptedPassword(TestMaven maven, TestDatabase database) throws Exception {
        String role = "role_of_" + database.name();
        database.execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + ROLE_PASSWORD + "'");
        database.execute("ALTER DATABASE " + database.name() + " OWNER TO " + role);
        database.execute("GRANT ALL ON SCHEMA public TO " + role);
        var values = values(database);
        values.put("server.user", role);
        List<Run> runs = maven.scenario("encrypted-password", values).run();
        runs.get(0).says(database.name() + " is at version 2 (was empty)").neverSays(ROLE_PASSWORD);
        runs.get(1)
                .says("the password of the server shop in settings.xml cannot be decrypted", "settings-security.xml");
        runs.get(2)
                .says(
                        "db.serverId names the server shpo, which is not in settings.xml; it has shop",
                        "Did you mean shop?");
        assertThat(database.query("select distinct installed_by from flyway_schema_history"))
                .containsExactly(role);
    }

    @Test
    void ci(TestMaven maven) throws Exception {
        List<Run> runs = maven.scenario("ci", Map.of()).run();
        runs.get(0).says("this is a CI build (CI=true)", "db.embedded=true");
        runs.get(1).says("upgrade - ci at 127.0.0.1:", "ci is at version 2 (was empty)");
        runs.get(2).says("db.environment is not known: produktion", "Did you mean production?");
        runs.get(3).says("db.environment is staging");
    }

    @Test
    void lostUrl(TestMaven maven) throws Exception {
        List<Run> runs = maven.scenario("lost-url", Map.of()).run();
        runs.get(0).says("db.url is there but blank");
        runs.get(1).says("db.url is there but blank");
        runs.get(2).says("db.url holds ${env.SHOP_DATABASE_URL}, which nothing resolves");
        runs.get(3).says("Skipped, since db.skip is set.");
        runs.get(4).says("db.environment is there but blank", "No database was touched.");
        runs.get(5).says("db.embedded is neither true nor false: maybe", "No database was touched.");
        runs.get(6).says("-Ddb.lockTimeout: it is not available in this version of Belay.");
    }
}
