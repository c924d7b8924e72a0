package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.command.Safeguards.Rehearsing.Mode;
import dev.belay.outcome.Environment;
import dev.belay.outcome.Problem;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Result;
import dev.belay.outcome.StepReport.Step;
import dev.belay.outcome.UpgradeOutcome;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code db.maxLockTime} where a rehearsal has no rows: it measures nothing there, and does not pretend to. */
class LockLimitTest extends SafeguardedSuite {

    private static final String TAKEN = "V2__mail.sql:1:1 takes ACCESS EXCLUSIVE on public.customer";

    @BeforeEach
    void prepare() {
        asked.check = false;
        asked.rehearsal = Optional.of(Mode.SCHEMA);
        asked.maxLockTime = Optional.of(Duration.ofMinutes(1));
        mailIsPending();
    }

    private static StepReport rehearsal(UpgradeOutcome outcome) {
        return step(outcome, Step.REHEARSAL);
    }

    @Test
    void productionRefusesALimitThatWasNotMeasuredUnlessForced() {
        asked.environment = Environment.PRODUCTION;
        String what = "db.maxLockTime (60.00 s) was not checked: the rehearsal had no rows";
        Problem problem = refused(asked::upgrade);
        assertThat(problem.what()).isEqualTo(what);
        assertThat(problem.details()).containsExactly(TAKEN);
        assertThat(problem.state()).contains("The database is unchanged.");
        assertThat(scenario.current().version()).contains("1");
        asked.force = true;
        assertThat(asked.upgrade().audit()).containsExactly("forced: " + what + ": " + TAKEN);
    }

    @Test
    void elsewhereItIsAWarningOnRecord() {
        asked.environment = Environment.STAGING;
        asked.rehearsal = Optional.of(Mode.SCRATCH);
        asked.maxBytes = 8192;
        UpgradeOutcome outcome = asked.upgrade();
        assertThat(rehearsal(outcome).result()).isEqualTo(Result.WARNED);
        assertThat(rehearsal(outcome).details())
                .last()
                .asString()
                .startsWith(
                        "db.maxLockTime (60.00 s) was not checked: the tables are larger than db.rehearsal.maxSize");
        assertThat(outcome.audit()).singleElement().asString().endsWith("; " + TAKEN);
    }

    /** Fails on a copy only, behind the statement that takes a lock. */
    private void failingRehearsal() {
        asked.environment = Environment.PRODUCTION;
        asked.force = true;
        scenario.script(
                "V2__mail.sql",
                "ALTER TABLE customer ADD COLUMN mail text; DO $$ BEGIN IF current_setting('port') <> '"
                        + scenario.query("SHOW port").get(0) + "' THEN RAISE 'only there'; END IF; END $$;");
    }

    @Test
    void whatAForcedRehearsalWithoutRowsHasNotMeasuredIsOnRecord() {
        failingRehearsal();
        UpgradeOutcome outcome = asked.upgrade();
        assertThat(outcome.audit())
                .anyMatch(line -> line.startsWith("forced: the rehearsal on a copy failed"))
                .contains("forced: db.maxLockTime (60.00 s) was not checked: the rehearsal had no rows: " + TAKEN);
        assertThat(rehearsal(outcome).details())
                .contains("db.maxLockTime (60.00 s) was not checked: the rehearsal had no rows");
    }

    @Test
    void howFarAForcedRehearsalHasMeasuredIsOnRecord() {
        failingRehearsal();
        asked.rehearsal = Optional.of(Mode.SCRATCH);
        String what = "db.maxLockTime (60.00 s) was checked only as far as the rehearsal came";
        UpgradeOutcome outcome = asked.upgrade();
        assertThat(outcome.audit()).contains(what);
        assertThat(rehearsal(outcome).details()).contains(what);
    }

    @Test
    void whereNoTableIsLockedOrRowsAreRehearsedTheLimitIsKept() {
        asked.environment = Environment.PRODUCTION;
        scenario.script("V2__mail.sql", "CREATE TABLE mail (id int PRIMARY KEY);")
                .script("U2__mail.sql", "DROP TABLE mail;");
        assertThat(asked.upgrade().audit()).isEmpty();
        asked.rehearsal = Optional.of(Mode.SCRATCH);
        scenario.script("V3__phone.sql", "ALTER TABLE customer ADD COLUMN phone text;")
                .script("U3__phone.sql", "ALTER TABLE customer DROP COLUMN phone;");
        UpgradeOutcome outcome = asked.upgrade();
        assertThat(outcome.audit()).isEmpty();
        assertThat(rehearsal(outcome).result()).isEqualTo(Result.DONE);
    }

    @Test
    void aLockThatIsTooLongOnEmptyTablesIsTooLong() {
        asked.maxLockTime = Optional.of(Duration.ofMillis(100));
        scenario.script("V2__mail.sql", "ALTER TABLE customer ADD COLUMN mail text; SELECT pg_sleep(0.3);");
        assertThat(refused(asked::upgrade).what()).startsWith("a lock is held for longer than db.maxLockTime allows");
    }
}
