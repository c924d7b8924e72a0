package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.backup.BackupCommand;
import dev.belay.backup.BackupMethod;
import dev.belay.command.Safeguards.Rehearsing.Mode;
import dev.belay.command.Safeguards.WayOut;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Result;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The preflight looks at what this run is going to do, and at nothing that it is not. */
class PreflightStepTest extends SafeguardedSuite {

    private static final String NO_DATABASES = "may not create databases: a restore would not be possible";

    @BeforeEach
    void prepare() {
        asked.check = false;
        asked.rehearsal = Optional.empty();
        scenario.customers().upgrade();
        scenario.script("V2__mail.sql", "ALTER TABLE customer ADD COLUMN mail text;");
    }

    private StepReport preflight() {
        return asked.upgrade().steps().get(0);
    }

    private void hiddenTable() {
        scenario.superuser().execute("CREATE TABLE hidden (id int)");
    }

    private void backupOfOnesOwn() {
        asked.method = BackupMethod.COMMAND;
        asked.command = Optional.of(new BackupCommand("true", Optional.empty(), Optional.of("bring it back")));
    }

    @Test
    void itTellsThePlan() {
        scenario.script("V3__a.sql", "SELECT 1;")
                .script("V4__b.sql", "SELECT 1;")
                .script("V5__c.sql", "SELECT 1;")
                .script("V6__d.sql", "SELECT 1;")
                .script("R__views.sql", "SELECT 1;");
        assertThat(preflight().words()).startsWith("at version 1, 6 pending: V2, V3, V4, V5, V6 and 1 more; ");
        scenario.script("R__views.sql", "SELECT 2;");
        assertThat(preflight().words()).startsWith("at version 6, 1 pending: R__views.sql; ");
    }

    @Test
    void aDumpNeedsAllTables() {
        hiddenTable();
        assertThat(refused(asked::upgrade).what())
                .contains("may not read public.hidden: a dump of the database would fail");
    }

    @Test
    void aBackupOfOnesOwnNeedsNoTables() {
        hiddenTable();
        backupOfOnesOwn();
        assertThat(preflight().details()).noneMatch(line -> line.contains("hidden") || line.contains("restore"));
        assertThat(scenario.current().version()).contains("2");
    }

    @Test
    void aCopyBesideTheDatabaseNeedsNoTables() {
        hiddenTable();
        scenario.superuser().execute("ALTER ROLE " + scenario.owner() + " CREATEDB");
        asked.method = BackupMethod.TEMPLATE;
        try {
            assertThat(preflight().details())
                    .noneMatch(line -> line.contains("hidden") || line.contains("cannot become"))
                    .anyMatch(line -> line.contains("may not end sessions of other roles"));
        } finally {
            scenario.superuser()
                    .query("SELECT datname FROM pg_database WHERE datname LIKE '"
                            + scenario.database().name() + "\\_%'")
                    .forEach(name -> scenario.superuser().execute("DROP DATABASE " + name));
        }
    }

    @Test
    void whatIsMadeBesideTheDatabaseNeedsTheRightToMakeIt() {
        asked.method = BackupMethod.TEMPLATE;
        assertThat(refused(asked::upgrade).what())
                .contains("may not create databases: a backup by template would fail");
        asked.method = BackupMethod.PG_DUMP;
        asked.rehearsal = Optional.of(Mode.SAME_SERVER);
        assertThat(refused(asked::upgrade).what())
                .contains("may not create databases: a rehearsal on the same server would fail");
    }

    @Test
    void withoutRowsNothingIsMadeBesideTheDatabase() {
        asked.check = true;
        asked.rehearsal = Optional.of(Mode.SAME_SERVER);
        backupOfOnesOwn();
        assertThat(asked.upgrade().rehearsal().orElseThrow().withData()).isFalse();
    }

    @Test
    void aDatabaseThatIsTooLargeIsNotRehearsedBesideItself() {
        asked.check = true;
        asked.rehearsal = Optional.of(Mode.SAME_SERVER);
        asked.method = BackupMethod.PG_DUMP;
        asked.maxBytes = 1;
        assertThat(asked.upgrade().rehearsal().orElseThrow().withData()).isFalse();
    }

    @Test
    void aRehearsalOfTheSchemaNeedsADumpOfIt() {
        hiddenTable();
        backupOfOnesOwn();
        asked.rehearsal = Optional.of(Mode.SCHEMA);
        assertThat(refused(asked::upgrade).what())
                .contains("may not read public.hidden: a dump of its schema, on which scripts are rehearsed");
        asked.rehearsal = Optional.of(Mode.SCRATCH);
        assertThat(refused(asked::upgrade).what()).contains("a dump of its schema");
    }

    @Test
    void aRestoreMayFollowAFailedValidationToo() {
        asked.onFailure = WayOut.STOP;
        assertThat(preflight().details()).anyMatch(line -> line.contains(NO_DATABASES));
        asked.onInvalid = WayOut.STOP;
        scenario.script("V3__phone.sql", "ALTER TABLE customer ADD COLUMN phone text;");
        assertThat(preflight().details()).noneMatch(line -> line.contains(NO_DATABASES));
    }

    private RunId killed() {
        RunId dead = RunId.random();
        scenario.execute("INSERT INTO belay.run (id, goal, history, started_by) SELECT '" + dead
                + "', 'upgrade', history, 'somebody' FROM belay.run LIMIT 1");
        scenario.execute("INSERT INTO belay.run_step (run, ordinal, step) VALUES ('" + dead + "', 1, 'backup')");
        return dead;
    }

    @Test
    void anInterruptedRunIsToldByWhatReadsAndOnRecordOfTheNextThatWrites() {
        RunId dead = killed();
        scenario.current();
        assertThat(scenario.told().warnings())
                .singleElement()
                .asString()
                .startsWith("run " + dead + " (upgrade, begun ")
                .endsWith(") was killed in its step backup; the next goal that writes clears away what it has left");
        StepReport preflight = preflight();
        assertThat(preflight.result()).isEqualTo(Result.WARNED);
        assertThat(preflight.words()).contains("1 interrupted run");
        assertThat(preflight.details()).anyMatch(line -> line.startsWith("run " + dead));
        assertThat(scenario.told().report().steps().get(0)).isEqualTo(preflight);
        int said = scenario.told().warnings().size();
        scenario.current();
        assertThat(scenario.told().warnings()).hasSize(said);
    }

    @Test
    void aRunThatIsAtWorkIsNotToldAsInterrupted() {
        scenario.told().onStep(step -> scenario.current());
        asked.upgrade();
        assertThat(scenario.told().warnings()).noneMatch(line -> line.contains("was killed"));
    }

    @Test
    void aRoleThatMayNotKeepTheJournalIsToldWhatToGrantBeforeAnythingElse() {
        scenario.superuser()
                .execute("ALTER TABLE belay.run OWNER TO CURRENT_USER; REVOKE ALL ON belay.run FROM " + scenario.owner()
                        + "; GRANT SELECT ON belay.run TO " + scenario.owner());
        Problem problem = refused(asked::upgrade);
        assertThat(problem.what())
                .isEqualTo("the role " + scenario.owner() + " may not use the schema belay, where the journal is kept");
        assertThat(problem.state()).contains("The database is unchanged.");
        assertThat(problem.next()).contains("GRANT ALL ON ALL TABLES IN SCHEMA belay TO " + scenario.owner());
        assertThat(scenario.told().report().result()).isEqualTo(RunReport.Result.REFUSED);
        assertThat(scenario.told().report().problem()).contains(problem);

        scenario.superuser()
                .execute("ALTER SCHEMA belay OWNER TO CURRENT_USER; REVOKE ALL ON SCHEMA belay FROM "
                        + scenario.owner());
        assertThat(refused(scenario::current)).isEqualTo(problem);
        String owner = scenario.owner();
        scenario.superuser()
                .execute("GRANT USAGE, CREATE ON SCHEMA belay TO " + owner
                        + "; GRANT ALL ON ALL TABLES IN SCHEMA belay TO " + owner);
        assertThat(asked.upgrade().versionAfter()).contains("2");
    }
}
