package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.migrate.PreviewGoal;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a preview writes does in psql what the goal does. */
@ExtendWith(PostgresExtension.class)
abstract class PreviewSuite {

    static final String HISTORY = "public.flyway_schema_history";

    PreviewProject project;

    @BeforeEach
    void newProject(TestServers servers, @TempDir Path folder) {
        Optional<PostgresClient> client = PostgresClient.find();
        assumeTrue(client.isPresent(), "psql and pg_dump are not installed");
        project = new PreviewProject(servers, client.get(), folder);
    }

    /** {@return the database in which psql ran the preview} */
    TestDatabase assertPsqlDoesTheSame(PreviewGoal goal) {
        return assertPsqlDoesTheSame(goal, HISTORY);
    }

    TestDatabase assertPsqlDoesTheSame(PreviewGoal goal, String history) {
        List<String> before = project.client.dump(project.database);
        project.preview(goal);
        assertThat(project.client.dump(project.database))
                .as("the preview changes nothing")
                .isEqualTo(before);
        TestDatabase copy = project.copy();

        project.run(project.database, goal);
        project.psql(copy);

        assertThat(project.info(copy)).isEqualTo(project.info(project.database));
        assertThat(project.state(copy, history))
                .as(() -> project.text())
                .isEqualTo(project.state(project.database, history));
        assertThat(project.flyway(copy).migrate().migrationsExecuted)
                .isEqualTo(project.flyway(project.database).migrate().migrationsExecuted);
        assertThat(project.flyway(copy).validateWithResult().validationSuccessful)
                .isTrue();
        return copy;
    }

    void logEverything(String... events) {
        project.database.execute(
                "CREATE SCHEMA log; CREATE TABLE log.log (n int GENERATED ALWAYS AS IDENTITY, event text)");
        for (String event : events) {
            project.script(
                    event + ".sql",
                    "INSERT INTO log.log (event) VALUES ('" + event
                            + " ' || current_setting('search_path') || current_setting('work_mem'));\n");
        }
    }

    static final String[] UP_EVENTS = {
        "afterConnect",
        "beforeValidate",
        "afterValidate",
        "createSchema",
        "beforeCreateSchema",
        "beforeMigrate",
        "beforeMigrate__b",
        "beforeMigrate__a",
        "beforeEachMigrate",
        "beforeEachMigrate__2",
        "afterEachMigrate",
        "beforeEachMigrateStatement",
        "afterEachMigrateStatement",
        "afterVersioned",
        "beforeRepeatables",
        "afterMigrateApplied",
        "afterMigrate",
        "afterMigrateError",
        "beforeInfo",
        "afterInfo",
        "beforeUndo"
    };

    void twoVersionsAndTwoRepeatables() {
        project.script("V1__t.sql", "CREATE TABLE t (id int); SET work_mem = '7MB'; INSERT INTO t VALUES (1);")
                .script("V2__u.sql", "CREATE TABLE u (id int);")
                .script("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one;")
                .script("R__w.sql", "CREATE OR REPLACE VIEW w AS SELECT 1 AS one;");
    }
}
