package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.CurrentOutcome;
import dev.belay.outcome.Direction;
import dev.belay.outcome.DowngradeOutcome;
import dev.belay.outcome.NewScriptOutcome;
import dev.belay.outcome.PreviewOutcome;
import dev.belay.outcome.RenumberOutcome;
import dev.belay.outcome.RunId;
import dev.belay.outcome.UpgradeOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeTextTest {

    private static final RunId RUN = new RunId("7f3a0c11");

    @Test
    void everyGoalNamesItsDatabaseFirst() {
        assertThat(TargetText.of("upgrade", Samples.SHOP, Optional.of(RUN), Style.PLAIN)
                        .text())
                .isEqualTo("upgrade · shop at db.example.org:5432, PostgreSQL 16.4 · production · run 7f3a0c11");
    }

    @Test
    void anUpgradeEndsWithTheWayBack() {
        var outcome = new UpgradeOutcome(
                Samples.SHOP,
                RUN,
                Optional.of("40"),
                Optional.of("42"),
                List.of(Samples.applied("41"), Samples.applied("42")),
                List.of(),
                List.of("V43__java is a Java migration"),
                Duration.ofMillis(1300));
        assertThat(Samples.print(UpgradeText.lines(outcome, Style.PLAIN))).isEqualTo("""
                        [WARN] V43__java is a Java migration
                        [INFO] shop is at version 42 (was 40): 2 scripts applied in 1.3 s. Way back: mvn db:downgrade -Ddb.target=40
                        """);
    }

    @Test
    void theWayBackFromAFirstUpgradeIsTheBase() {
        var outcome = new UpgradeOutcome(
                Samples.SHOP,
                RUN,
                Optional.empty(),
                Optional.of("1"),
                List.of(Samples.applied("1")),
                List.of(),
                List.of(),
                Duration.ofMillis(3_725_000));
        assertThat(Samples.print(UpgradeText.lines(outcome, Style.PLAIN)))
                .isEqualTo("[INFO] shop is at version 1 (was empty): 1 script applied in 62 min 05 s."
                        + " Way back: mvn db:downgrade -Ddb.target=base\n");
    }

    @Test
    void aWayBackThatWouldBeRefusedIsNotNamed() {
        var outcome = new UpgradeOutcome(
                Samples.SHOP,
                RUN,
                Optional.empty(),
                Optional.of("1"),
                List.of(Samples.applied("1")),
                List.of("V1__customers.sql"),
                List.of(),
                Duration.ofMillis(100));
        assertThat(Samples.print(UpgradeText.lines(outcome, Style.PLAIN)))
                .isEqualTo("[INFO] shop is at version 1 (was empty): 1 script applied in 0.1 s."
                        + " No way back past V1__customers.sql: it has no undo script.\n");
    }

    @Test
    void anUpgradeThatFoundNothingSaysSo() {
        var outcome = new UpgradeOutcome(
                Samples.SHOP,
                RUN,
                Optional.of("42"),
                Optional.of("42"),
                List.of(),
                List.of(),
                List.of(),
                Duration.ZERO);
        assertThat(Samples.print(UpgradeText.lines(outcome, Style.PLAIN)))
                .isEqualTo("[INFO] shop is at version 42; nothing was pending.\n");
    }

    @Test
    void aDowngradeEndsWithTheWayUp() {
        var outcome = new DowngradeOutcome(
                Samples.SHOP,
                RUN,
                Optional.of("1"),
                Optional.empty(),
                List.of(Samples.applied("1")),
                List.of(),
                true,
                List.of("An application climbs again."),
                List.of(),
                Duration.ofMillis(59_960));
        assertThat(Samples.print(DowngradeText.lines(outcome, Style.PLAIN)))
                .isEqualTo("[INFO] shop has no version any more (was 1): 1 script undone in 1 min 00 s."
                        + " Up again: mvn db:upgrade -Ddb.target=1\n[INFO] An application climbs again.\n");
    }

    @Test
    void aPreviewIsATableOfSteps() {
        var outcome = new PreviewOutcome(
                PreviewOutcome.FORMAT_VERSION,
                Samples.SHOP,
                Direction.UP,
                Path.of("target/db/preview.sql"),
                Optional.of("40"),
                Optional.of("41"),
                List.of(
                        new PreviewOutcome.Step(
                                "V41__roles.sql", Optional.of("41"), "roles", 3, true, Optional.empty()),
                        new PreviewOutcome.Step("R__views.sql", Optional.empty(), "views", 1, false, Optional.empty())),
                PreviewOutcome.Inputs.NONE,
                List.of(),
                Optional.empty(),
                Map.of(),
                List.of(),
                Optional.empty());
        assertThat(Samples.print(PreviewText.lines(outcome, Style.PLAIN))).isEqualTo("""
                        [INFO] step  script          description  statements  transaction
                        [INFO] 1     V41__roles.sql  roles        3           one
                        [INFO] 2     R__views.sql    views        1           none
                        [INFO] upgrade would take shop from version 40 to 41: 2 scripts.
                        [INFO] The SQL, for psql -v ON_ERROR_STOP=1 -f: target/db/preview.sql
                        """);
    }

    @Test
    void currentSaysVersionPendingFailedAndLastRun() {
        var run = new CurrentOutcome.LastRun(
                RUN,
                "upgrade",
                Instant.parse("2026-11-20T23:15:00Z"),
                Optional.of(Instant.parse("2026-11-20T23:15:02.500Z")),
                "failed",
                "deploy@ci",
                Optional.of("39"),
                Optional.of("40"));
        var outcome = new CurrentOutcome(
                Samples.SHOP,
                Optional.of("40"),
                Optional.of("add roles"),
                List.of("V41__x.sql"),
                List.of("V39_1__late.sql"),
                List.of("V42__y.sql"),
                Optional.of(run));
        assertThat(Samples.print(CurrentText.lines(outcome, Style.PLAIN))).isEqualTo("""
                        [INFO] shop is at version 40: add roles
                        [INFO] 1 pending: V41__x.sql
                        [WARN] passed over, a later version being applied: V39_1__late.sql; -Dflyway.outOfOrder=true applies them
                        [ERROR] V42__y.sql failed half-way: an upgrade refuses until the database is put right and the row repaired
                        [WARN] last run: upgrade 7f3a0c11, failed, 2026-11-20 23:15:00 UTC by deploy@ci, 2.5 s, from version 39 to 40
                        """);
    }

    @Test
    void currentOfAnEmptyDatabase() {
        var outcome = new CurrentOutcome(
                Samples.SHOP, Optional.empty(), Optional.empty(), List.of(), List.of(), List.of(), Optional.empty());
        assertThat(Samples.print(CurrentText.lines(outcome, Style.PLAIN)))
                .isEqualTo("[INFO] shop has no version: nothing is applied\n[INFO] Nothing is pending.\n");
    }

    @Test
    void newScriptsAreNamedWithWhatToDoNext() {
        var outcome = new NewScriptOutcome(
                Optional.of("008"),
                "add roles",
                Optional.of("007"),
                List.of(Path.of("V008__add_roles.sql"), Path.of("U008__add_roles.sql")),
                false,
                List.of("a note"));
        assertThat(Samples.print(NewScriptText.lines(outcome, Style.PLAIN))).isEqualTo("""
                        [WARN] a note
                        [INFO] Created version 008, after 007:
                        [INFO]   V008__add_roles.sql
                        [INFO]   U008__add_roles.sql
                        [INFO] Next: write the SQL, then mvn db:check
                        """);
    }

    @Test
    void aDryRunOfARepeatableSaysThatNothingWasWritten() {
        var outcome = new NewScriptOutcome(
                Optional.empty(), "views", Optional.empty(), List.of(Path.of("R__views.sql")), true, List.of());
        assertThat(Samples.print(NewScriptText.lines(outcome, Style.PLAIN))).isEqualTo("""
                        [INFO] Would create a repeatable script:
                        [INFO]   R__views.sql
                        [INFO] Nothing was written, since db.dryRun is set.
                        """);
    }

    @Test
    void movedScriptsAreShownFileByFile() {
        var move = new RenumberOutcome.Move(
                "42",
                "43",
                List.of(
                        new RenumberOutcome.Renamed(Path.of("V42__a.sql"), Path.of("V43__a.sql")),
                        new RenumberOutcome.Renamed(Path.of("U42__a.sql"), Path.of("U43__a.sql"))));
        var outcome = new RenumberOutcome(
                "origin/main",
                "1234567",
                Optional.of("42"),
                2,
                false,
                List.of(move),
                List.of(Path.of("flyway.conf")),
                List.of());
        assertThat(Samples.print(RenumberText.lines(outcome, Style.PLAIN))).isEqualTo("""
                        [INFO] Moved 1 script behind version 42, the newest of origin/main (left at 1234567):
                        [INFO]   V42__a.sql -> V43__a.sql
                        [INFO]   U42__a.sql -> U43__a.sql
                        [INFO]   flyway.conf names them anew
                        [INFO] Next: mvn db:check, then commit; git add sees the renames
                        """);
    }

    @Test
    void nothingToMoveSaysWhy() {
        var nothing = new RenumberOutcome(
                "origin/main", "1234567", Optional.of("42"), 0, false, List.of(), List.of(), List.of());
        assertThat(Samples.print(RenumberText.lines(nothing, Style.PLAIN)))
                .isEqualTo("[INFO] Nothing to move: this branch has no versioned script that origin/main (left at"
                        + " 1234567) lacks.\n");
        var behind = new RenumberOutcome(
                "origin/main", "1234567", Optional.of("42"), 2, false, List.of(), List.of(), List.of());
        assertThat(Samples.print(RenumberText.lines(behind, Style.PLAIN)))
                .isEqualTo("[INFO] Nothing to move: the 2 versioned scripts of this branch come after version 42, the"
                        + " newest of origin/main (left at 1234567).\n");
    }
}
