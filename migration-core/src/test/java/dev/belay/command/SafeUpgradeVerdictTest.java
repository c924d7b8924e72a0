package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.command.Safeguards.WayOut;
import dev.belay.outcome.Environment;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.PastRun;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Step;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.validation.AssertionFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a safeguard says no to, and what follows: before the apply nothing, behind it what {@code db.onInvalid} says. */
class SafeUpgradeVerdictTest extends SafeguardedSuite {

    private static final String INVALID = "all was applied, and the database does not hold what it should";

    @BeforeEach
    void prepare() {
        mailIsPending();
    }

    /** What does not hold in the database behind the apply, and holds on the copy, which has no run lock. */
    private void assertionThatFailsBehindTheApply() throws IOException {
        Path file = Files.createDirectories(folder.resolve("db/assertions")).resolve("mail.sql");
        Files.writeString(
                file,
                "SELECT a.attname FROM pg_attribute a WHERE a.attrelid = 'customer'::regclass AND a.attname = 'mail'"
                        + " AND EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE 'belay % lock'"
                        + " AND datname = current_database());");
        asked.assertions = AssertionFiles.find(
                "assertions", folder, List.of(), scenario.request().project().offlinePlaceholders());
    }

    private PastRun lastRun() {
        return scenario.discreet(() -> History.runs(scenario.request())).runs().get(0);
    }

    private List<String> mailColumn() {
        return scenario.query(
                "SELECT attname FROM pg_attribute WHERE attrelid = 'customer'::regclass" + " AND attname = 'mail'");
    }

    @Test
    void anAssertionThatDoesNotHoldBehindAGoodApplyTakesItBack() throws IOException {
        assertionThatFailsBehindTheApply();
        Problem problem = refused(asked::upgrade);
        assertThat(problem.what()).isEqualTo(INVALID);
        assertThat(problem.details()).anyMatch(line -> line.contains("mail.sql:1:1"));
        assertThat(problem.state().orElseThrow()).contains("V2__mail.sql, applied in this run, was undone");
        assertThat(mailColumn()).isEmpty();
        assertThat(scenario.current().version()).contains("1");
        assertThat(scenario.told().report().result()).isEqualTo(RunReport.Result.ROLLED_BACK);
        assertThat(lastRun().result()).contains(RunReport.Result.ROLLED_BACK);
        assertThat(lastRun().steps())
                .filteredOn(PastRun.Step::stopped)
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.step() + " " + step.result().orElseThrow()).isEqualTo("validate failed");
                    assertThat(step.words().orElseThrow())
                            .startsWith("does not hold\n")
                            .contains("mail.sql:1:1");
                });
    }

    @Test
    void withStopItStaysAsItIsAndIsSaidToBeInvalid() throws IOException {
        assertionThatFailsBehindTheApply();
        asked.onInvalid = WayOut.STOP;
        Problem problem = refused(asked::upgrade);
        assertThat(problem.what()).isEqualTo(INVALID);
        assertThat(problem.details()).anyMatch(line -> line.contains("mail.sql:1:1"));
        assertThat(problem.state().orElseThrow()).contains("is at version 2").contains("db.onInvalid is stop");
        assertThat(problem.next())
                .isEqualTo("look at it:  mvn db:validate  ; to be back where it was:  mvn db:downgrade -Ddb.target=1");
        assertThat(mailColumn()).containsExactly("mail");
        assertThat(scenario.current().version()).contains("2");
        RunReport report = scenario.told().report();
        assertThat(report.result()).isEqualTo(RunReport.Result.INVALID);
        assertThat(report.versionAfter()).contains("2");
        assertThat(lastRun().result()).contains(RunReport.Result.INVALID);
        assertThat(lastRun().versionAfter()).contains("2");
    }

    @Test
    void whatWasInvalidIsLookedAtAgainWhenNothingIsPending() throws IOException {
        assertionThatFailsBehindTheApply();
        asked.onInvalid = WayOut.STOP;
        refused(asked::upgrade);
        String run = lastRun().run().value();
        Problem again = refused(asked::upgrade);
        assertThat(again.what()).isEqualTo(INVALID);
        assertThat(again.state().orElseThrow()).contains("is at version 2, as run " + run + " left it");

        asked.assertions = List.of();
        assertThat(asked.upgrade().steps()).extracting(StepReport::step).containsExactly(Step.VALIDATE);
        // what has been seen to hold is not asked again
        assertThat(asked.upgrade().steps()).isEmpty();
    }

    @Test
    void whatCouldNotBeTakenBackIsLookedAtAgain() throws IOException {
        assertionThatFailsBehindTheApply();
        scenario.delete("U2__mail.sql");
        scenario.told().onStatement(statement -> {
            scenario.superuser().execute("INSERT INTO customer VALUES (7000, 'other')");
            scenario.superuser().execute(TakenBackSuite.COUNTED);
        });
        assertThat(refused(asked::upgrade).state().orElseThrow()).contains("at version 2 (was 1)");
        scenario.told().onStatement(statement -> {});
        assertThat(lastRun().result()).contains(RunReport.Result.FAILED);
        Problem again = refused(asked::upgrade);
        assertThat(again.what()).isEqualTo(INVALID);
        assertThat(again.state().orElseThrow())
                .contains("as run " + lastRun().run().value() + " left it");
    }

    /** Waits for a lock that somebody holds in this database, and nobody in the copy. */
    private void assertionThatWaits() throws IOException {
        Path file = Files.createDirectories(folder.resolve("db/assertions")).resolve("wait.sql");
        Files.writeString(
                file,
                "SELECT held FROM (SELECT pg_advisory_xact_lock(4711)::text AS held OFFSET 0) held WHERE held <> '';");
        asked.assertions = AssertionFiles.find(
                "assertions", folder, List.of(), scenario.request().project().offlinePlaceholders());
    }

    @Test
    void anAssertionThatALockKeepsFromBeingAskedIsNoFaultOfTheScripts() throws IOException, SQLException {
        assertionThatWaits();
        try (Connection holder = scenario.database().connect();
                var statement = holder.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(4711)");
            Problem problem = problem(EnvironmentException.class, asked::upgrade);
            assertThat(problem.what())
                    .isEqualTo("all was applied, and whether the database holds what it should is not known");
            assertThat(problem.details()).singleElement().asString().contains("wait.sql:1:1: could not be asked: ");
            assertThat(problem.state().orElseThrow()).contains("V2__mail.sql, applied in this run, was undone");
            assertThat(problem.next())
                    .isEqualTo("nothing in the scripts has to be corrected: when the cause is gone, run  mvn db:upgrade"
                            + "  again");
        }
        assertThat(lastRun().result()).contains(RunReport.Result.ROLLED_BACK);
        assertThat(asked.upgrade().versionAfter()).contains("2");
    }

    @Test
    void whatDoesNotHoldIsTheScriptsFaultThoughALockHidesTheRest() throws IOException, SQLException {
        assertionThatFailsBehindTheApply();
        assertionThatWaits();
        try (Connection holder = scenario.database().connect();
                var statement = holder.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(4711)");
            Problem problem = refused(asked::upgrade);
            assertThat(problem.what()).isEqualTo(INVALID);
            assertThat(problem.details())
                    .anyMatch(line -> line.contains("mail.sql:1:1"))
                    .anyMatch(line -> line.contains("wait.sql:1:1: could not be asked: "));
            assertThat(problem.next()).startsWith("correct the scripts, which have led to what does not hold");
        }
    }

    @Test
    void aConnectionThatIsCutDuringTheValidationLeavesTheRestToALook() {
        scenario.told().onStep(step -> {
            if (step.step() == StepReport.Step.APPLY) {
                String eyes = "FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name LIKE 'belay % work' AND state = 'idle'";
                assertThat(scenario.superuser().query("SELECT pg_terminate_backend(pid) " + eyes))
                        .isNotEmpty();
                scenario.superuser().execute(Waiting.until("NOT EXISTS (SELECT " + eyes + ")"));
            }
        });
        Problem problem = problem(EnvironmentException.class, asked::upgrade);
        assertThat(problem.state().orElseThrow())
                .contains("is at version 2 (was 1); nothing was taken back, since the server has ended the sessions");
        assertThat(problem.next())
                .isEqualTo("when the server is well again,  mvn db:validate  tells whether all holds");
        assertThat(lastRun().result()).contains(RunReport.Result.FAILED);
    }

    @Test
    void inProductionNoForcePassesAHighFindingButAnAllowanceInTheScriptDoes() {
        asked.environment = Environment.PRODUCTION;
        asked.force = true;
        String high = "ALTER TABLE customer DROP COLUMN name;";
        scenario.script("V2__mail.sql", high).script("U2__mail.sql", "ALTER TABLE customer ADD COLUMN name text;");
        Problem problem = refused(asked::upgrade);
        assertThat(problem.what()).startsWith("the check found 1 high");
        assertThat(problem.next()).contains("-- db:allow <rule>: <reason>").doesNotContain("db.force");
        assertThat(scenario.current().version()).contains("1");
        assertThat(scenario.query("SELECT count(name) FROM customer")).containsExactly("1000");
        assertThat(lastRun().result()).contains(RunReport.Result.REFUSED);

        scenario.script("V2__mail.sql", "-- db:allow drop-column-loses-data: names are elsewhere now\n" + high);
        asked.force = false;
        UpgradeOutcome outcome = asked.upgrade();
        assertThat(outcome.versionAfter()).contains("2");
        assertThat(lastRun().environment()).contains("production");
        assertThat(lastRun().audit())
                .containsExactly("allowed: drop-column-loses-data in V2__mail.sql:2:1: names are elsewhere now");
    }

    @Test
    void whatTheScratchServerLacksIsToBeHadElsewhere() throws IOException {
        Path library = Files.createTempDirectory("belay-library-").resolve("own.so");
        try {
            libraryOfItsOwn(library);
            scenario.told().onStep(report -> delete(library));
            Problem problem = problem(EnvironmentException.class, asked::upgrade);
            assertThat(problem.what()).startsWith("pg_restore could not restore ");
            assertThat(problem.details()).anyMatch(line -> line.contains("own.so"));
            assertThat(problem.next())
                    .contains("-Ddb.scratch=<image>", "-Ddb.scratch=postgresql://...", "-Ddb.rehearsal=same-server");
            assertThat(scenario.current().version()).contains("1");
            assertThat(mailColumn()).isEmpty();
        } finally {
            delete(library);
            Files.deleteIfExists(library.getParent());
        }
    }

    /** A function in a library that only the live server's machine has, as one of an extension. */
    private void libraryOfItsOwn(Path library) throws IOException {
        String folder = scenario.superuser()
                .query("SELECT setting FROM pg_config WHERE name = 'PKGLIBDIR'")
                .get(0);
        Path original;
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            original = files.filter(file -> file.getFileName().toString().matches("plpgsql\\.(so|dylib|dll)"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.copy(original, library, StandardCopyOption.REPLACE_EXISTING);
        for (Path path : List.of(library.getParent(), library)) {
            // the server may run as somebody else
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assumeTrue(
                scenario.superuser()
                        .query("SELECT pg_stat_file('" + library + "', true) IS NULL")
                        .contains("f"),
                "the server sees other files, as in a container");
        scenario.superuser()
                .execute("CREATE FUNCTION own() RETURNS int LANGUAGE c AS '" + library + "', 'plpgsql_call_handler'");
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
