package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.migrate.PreviewGoal;
import dev.belay.outcome.Direction;
import dev.belay.outcome.Problem;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.report.JsonReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plan that people have looked at is run exactly, or what has moved since is named. */
class ReviewedPlanTest extends SafeguardedSuite {

    @BeforeEach
    void prepare() {
        mailIsPending();
    }

    @Test
    void aReviewedPlanRunsOrSaysWhatMoved() {
        asked.plan = Optional.of(new ReviewedPlan(
                Path.of("plan.json"),
                Direction.UP,
                scenario.database().name(),
                Optional.of("1"),
                Optional.empty(),
                Optional.empty(),
                Map.of("V2__mail.sql", Optional.of("0")),
                Optional.empty()));
        Problem problem = refused(asked::upgrade);
        assertThat(problem.details()).containsExactly("V2__mail.sql has another text than in the plan");
    }

    /** {@return the plan of an upgrade as db:preview writes it} */
    private Path planned() {
        return new JsonReport()
                .write(
                        folder,
                        scenario.discreet(() -> Preview.run(new Preview.Request(
                                scenario.request(),
                                new PreviewGoal.Up(Targets.up(Optional.of("latest"))),
                                folder.resolve("preview.sql")))));
    }

    @Test
    void aPlanWhoseSchemaMovedNamesTheObjects() throws IOException {
        scenario.execute("CREATE VIEW names AS SELECT name FROM customer; CREATE TABLE shelf (a int, b int)");
        Path file = planned();
        asked.plan = Optional.of(ReviewedPlan.read(file, Direction.UP));
        scenario.execute("CREATE INDEX customer_name ON customer (name); DROP VIEW names;"
                + " ALTER TABLE shelf DROP COLUMN a; ALTER TABLE customer ALTER COLUMN name SET DEFAULT 'none'");
        Problem problem = refused(asked::upgrade);
        assertThat(problem.details())
                .startsWith("the database's schema is another than it was:")
                .contains(
                        "  column public.customer.name is another",
                        "  index public.customer_name is there, and was not",
                        "  column public.shelf.a is missing",
                        "  view public.names is missing")
                .anyMatch(line -> line.startsWith("      + ") && line.contains("CREATE INDEX customer_name"))
                .anyMatch(line -> line.startsWith("      is ") && line.contains("'none'"))
                .noneMatch(line -> line.contains("shelf.b"));
        assertThat(problem.next()).contains("mvn db:preview");
        assertThat(problem.state()).contains("The database is unchanged.");
        assertThat(scenario.current().version()).contains("1");

        asked.plan = Optional.of(ReviewedPlan.read(planned(), Direction.UP));
        UpgradeOutcome outcome = asked.upgrade();
        assertThat(outcome.versionAfter()).contains("2");
        assertThat(scenario.discreet(() -> History.runs(scenario.request()))
                        .runs()
                        .get(0)
                        .plan())
                .contains("plan.json");
    }

    @Test
    void aPlanHoldsForItsCallbacksAndTheValuesOfItsPlaceholders() throws IOException {
        scenario.script("V2__mail.sql", "ALTER TABLE customer ADD COLUMN mail text DEFAULT '${Host}';")
                .script("beforeMigrate.sql", "SELECT 1;")
                .script("afterMigrate.sql", "SELECT '${flyway:timestamp}';")
                .set("placeholders.host", "a.example.org")
                .set("placeholders.unused", "1");
        Path file = planned();
        assertThat(file).content().doesNotContain("a.example.org", "unused");
        asked.plan = Optional.of(ReviewedPlan.read(file, Direction.UP));
        scenario.script("beforeMigrate.sql", "SELECT 2;")
                .delete("afterMigrate.sql")
                .script("afterVersioned.sql", "SELECT 3;")
                .set("placeholders.host", "b.example.org")
                .set("placeholders.unused", "2");
        assertThat(refused(asked::upgrade).details())
                .containsExactly(
                        "the placeholder host has another value than in the plan",
                        "the callback afterMigrate.sql was there, and is not",
                        "the callback beforeMigrate.sql has another text than in the plan",
                        "the callback afterVersioned.sql is there, and was not");
        scenario.script("beforeMigrate.sql", "SELECT 1;")
                .script("afterMigrate.sql", "SELECT '${flyway:timestamp}';")
                .delete("afterVersioned.sql")
                .set("placeholders.host", "a.example.org");
        assertThat(asked.upgrade().versionAfter()).contains("2");
    }

    @Test
    void whatIsLeftOfAFailedPlanIsReviewedAgain() throws IOException {
        asked.check = false;
        asked.onFailure = Safeguards.WayOut.STOP;
        scenario.script(
                        "V3__gate.sql",
                        "DO $$ BEGIN IF EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE"
                                + " 'belay % lock' AND datname = current_database()) THEN RAISE 'the gate is closed'; END IF; END $$;")
                .script("U3__gate.sql", "SELECT 1;");
        asked.plan = Optional.of(ReviewedPlan.read(planned(), Direction.UP));
        Problem problem = refused(asked::upgrade);
        assertThat(problem.state().orElseThrow()).contains("is at version 2 (was 1); nothing was taken back");
        assertThat(problem.next())
                .isEqualTo("correct V3__gate.sql:1:1, then run  mvn db:upgrade -Ddb.plan=<the new plan>  again; before"
                        + " that, have a plan of what is left reviewed (mvn db:preview)");

        scenario.script("V3__gate.sql", "SELECT 1;");
        asked.plan = Optional.of(ReviewedPlan.read(planned(), Direction.UP));
        assertThat(asked.upgrade().versionAfter()).contains("3");
    }

    @Test
    void aPlanOfAnEarlierVersionIsReadAndOneOfALaterIsNot() throws IOException {
        Path file = planned();
        var mapper = new ObjectMapper();
        var plan = (ObjectNode) mapper.readTree(file.toFile());
        mapper.writeValue(file.toFile(), plan.put("formatVersion", 3));
        assertThat(refused(() -> ReviewedPlan.read(file, Direction.UP)).what())
                .endsWith("was written by a later version of Belay.");

        plan.remove(List.of("formatVersion", "objects", "inputs"));
        mapper.writeValue(file.toFile(), plan);
        asked.plan = Optional.of(ReviewedPlan.read(file, Direction.UP));
        scenario.execute("CREATE TABLE by_hand ()");
        assertThat(refused(asked::upgrade).details())
                .containsExactly("the database's schema is another than it was; the plan does not say what it was:"
                        + "  mvn db:validate  shows drift");
        scenario.execute("DROP TABLE by_hand");
        assertThat(asked.upgrade().versionAfter()).contains("2");
    }
}
