package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.migrate.PreviewGoal;
import dev.belay.outcome.Problem;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Step;
import dev.belay.outcome.UpgradeOutcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the validation would find in the database is found on the copy, before the database is touched. */
class RehearsedIntegrityTest extends SafeguardedSuite {

    private static final String BROKEN = "the foreign key orders_customer_fkey on public.orders does not hold";

    /** A trigger that keeps rows from a cascade is all that an owner needs to break a foreign key. */
    @BeforeEach
    void prepare() {
        asked.check = false;
        scenario.script("V1__base.sql", """
                        CREATE TABLE customer (id int PRIMARY KEY);
                        CREATE TABLE orders (id int, n int, customer int REFERENCES customer ON DELETE CASCADE)
                            PARTITION BY RANGE (id);
                        CREATE TABLE orders1 PARTITION OF orders FOR VALUES FROM (0) TO (1000);
                        INSERT INTO customer SELECT generate_series(1, 100);
                        INSERT INTO orders SELECT i, i, i FROM generate_series(1, 100) i;
                        CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
                        CREATE TRIGGER keep BEFORE DELETE ON orders1 FOR EACH ROW EXECUTE FUNCTION keep();
                        """);
        scenario.upgrade();
    }

    private void assertRefused(Problem problem, String line) {
        assertThat(problem.what()).isEqualTo("the rehearsal on a copy failed");
        assertThat(problem.details()).singleElement().asString().startsWith(line);
        assertThat(problem.state()).contains("The database is unchanged.");
        assertThat(scenario.query("SELECT count(*) FROM customer")).containsExactly("100");
        assertThat(scenario.query("SELECT step FROM belay.run_step ORDER BY ordinal"))
                .endsWith("rehearsal", "report");
    }

    @Test
    void aForeignKeyThatAnUpgradeBreaksIsFoundOnTheCopy() {
        scenario.script("V2__forget.sql", "DELETE FROM customer WHERE id = 7;");
        assertRefused(refused(asked::upgrade), BROKEN);
        assertThat(scenario.current().version()).contains("1");
    }

    @Test
    void anIndexThatAnUpgradeLeavesInvalidIsFoundOnTheCopy() {
        scenario.script("V2__index.sql", "CREATE INDEX orders_n ON ONLY orders (n);");
        assertRefused(refused(asked::upgrade), "the index public.orders_n is invalid, and was not before");
    }

    @Test
    void aForeignKeyThatADowngradeBreaksIsFoundOnTheCopy() {
        scenario.script("V2__note.sql", "CREATE TABLE note (id int);")
                .script("U2__note.sql", "DROP TABLE note; DELETE FROM customer WHERE id = 7;");
        scenario.upgrade();
        Problem problem = refused(() ->
                Downgrade.run(new Downgrade.Request(scenario.request(), Targets.down(Optional.of("1")), asked.get())));
        assertRefused(problem, BROKEN);
        assertThat(scenario.current().version()).contains("2");
    }

    @Test
    void aConstraintThatIsNotValidatedYetIsToldAndGoesOn() {
        scenario.script("V2__check.sql", "ALTER TABLE customer ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;");
        String told = "the constraint positive on public.customer is not validated, and was not before: ALTER TABLE"
                + " public.customer VALIDATE CONSTRAINT positive;";
        List<String> warnings = Preview.run(new Preview.Request(
                        scenario.request(),
                        new PreviewGoal.Up(Targets.up(Optional.empty())),
                        folder.resolve("preview.sql"),
                        Optional.empty(),
                        Optional.of(asked.get())))
                .warnings();
        assertThat(warnings).contains("the rehearsal left: " + told);
        UpgradeOutcome outcome = asked.upgrade();
        assertThat(outcome.versionAfter()).contains("2");
        assertThat(outcome.steps())
                .filteredOn(report -> report.step() == Step.REHEARSAL || report.step() == Step.VALIDATE)
                .hasSize(2)
                .allSatisfy(report -> assertThat(report.details()).contains(told))
                .extracting(StepReport::result)
                .containsOnly(StepReport.Result.WARNED);
    }
}
