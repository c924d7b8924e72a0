package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.analysis.RuleSettings;
import dev.belay.analysis.TableSizes;
import dev.belay.finding.FailOn;
import dev.belay.finding.Finding;
import dev.belay.git.TestRepository;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.settings.FlywaySettings;
import dev.belay.migrate.settings.LocationResolver;
import dev.belay.migrate.settings.ProjectLayout;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.CheckedScript;
import dev.belay.outcome.RefusalException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {

    private static final String SCRIPTS = "src/main/resources/db/migration/";

    @TempDir
    Path temp;

    private TestRepository origin;
    private TestRepository clone;

    @BeforeEach
    void aCloneOfAProjectWithTwoVersions() throws Exception {
        origin = TestRepository.create(Files.createDirectory(temp.resolve("origin")));
        origin.write(SCRIPTS + "V1__a.sql", "CREATE TABLE a (id bigint);\n");
        origin.write(SCRIPTS + "U1__a.sql", "DROP TABLE a;\n");
        origin.write(SCRIPTS + "V3__old_sin.sql", "DROP TABLE old_sin;\n");
        origin.write(SCRIPTS + "R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT 1;\n");
        origin.commit("two versions");
        clone = TestRepository.clone(origin.root(), temp.resolve("clone"), "main", 0);
    }

    @AfterEach
    void close() {
        clone.close();
        origin.close();
    }

    private CheckOutcome check() {
        return check(clone.root(), Optional.empty(), Map.of(), Optional.empty());
    }

    private static CheckOutcome check(
            Path project,
            Optional<String> base,
            Map<String, String> environment,
            Optional<CheckRequest.PendingOnTarget> target) {
        var settings = new FlywaySettings(Map.of(), List.of(), List.of());
        var locations = LocationResolver.resolve(settings, ProjectLayout.standard(project));
        return Check.run(new CheckRequest(
                project,
                MigrationProject.open(settings, locations, CheckTest.class.getClassLoader()),
                List.of(project.resolve(SCRIPTS)),
                base,
                environment,
                RuleSettings.DEFAULT,
                17,
                Optional.empty(),
                TableSizes.UNKNOWN,
                Optional.empty(),
                target));
    }

    private static List<String> names(CheckOutcome outcome) {
        return outcome.scripts().stream().map(CheckedScript::script).toList();
    }

    private static List<String> brief(CheckOutcome outcome) {
        return outcome.findings().stream()
                .map(finding -> finding.place() + " " + finding.rule())
                .toList();
    }

    @Test
    void nothingNewIsNothingPending() {
        CheckOutcome outcome = check();
        assertThat(outcome.basis()).matches("new against origin/main \\([0-9a-f]{7}\\)");
        assertThat(outcome.scripts()).isEmpty();
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.fails(FailOn.LOW)).isFalse();
    }

    @Test
    void uncommittedScriptsAreNewAndOldSinsAreNotHeldAgainstAnybody() {
        clone.write(SCRIPTS + "V4__drop.sql", "-- gone\nDROP TABLE a;\n");
        clone.write(SCRIPTS + "U4__drop.sql", "CREATE TABLE a (id bigint);\n");
        CheckOutcome outcome = check();
        assertThat(names(outcome)).containsExactly("V4__drop.sql", "U4__drop.sql");
        assertThat(outcome.statements()).isEqualTo(2);
        assertThat(brief(outcome)).containsExactly("V4__drop.sql:2:1 drop-table-loses-data");
        assertThat(outcome.advisory()).isFalse();
        assertThat(outcome.fails(FailOn.HIGH)).isTrue();
        assertThat(outcome.fails(FailOn.NEVER)).isFalse();
    }

    @Test
    void aChangedAndADeletedScriptAreFound() throws Exception {
        clone.write(SCRIPTS + "V1__a.sql", "CREATE TABLE a (id int);\n");
        Files.delete(clone.root().resolve(SCRIPTS + "V3__old_sin.sql"));
        assertThat(brief(check()))
                .containsExactly("V3__old_sin.sql script-deleted-since-base", "V1__a.sql script-changed-since-base");
    }

    @Test
    void aScriptThatMovedToAnotherFolderIsTheSame() throws Exception {
        Path folder = Files.createDirectories(clone.root().resolve(SCRIPTS + "first"));
        Files.move(clone.root().resolve(SCRIPTS + "V1__a.sql"), folder.resolve("V1__a.sql"));
        assertThat(brief(check())).isEmpty();
    }

    @Test
    void anotherDescriptionIsAChange() throws Exception {
        Path script = clone.root().resolve(SCRIPTS + "V1__a.sql");
        Files.move(script, script.resolveSibling("V1__first.sql"));
        assertThat(check().findings())
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .startsWith("The description is another than at origin/main, where it is V1__a.sql");
    }

    @Test
    void otherLineEndsAreNoChange() {
        clone.write(SCRIPTS + "V1__a.sql", "CREATE TABLE a (id bigint);\r\n");
        clone.write(SCRIPTS + "R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT 1;\r\n");
        assertThat(check().scripts()).isEmpty();
        assertThat(check().findings()).isEmpty();
    }

    @Test
    void aChangedRepeatableIsPending() {
        clone.write(SCRIPTS + "R__view.sql", "DROP VIEW v CASCADE;\nCREATE VIEW v AS SELECT 2;\n");
        CheckOutcome outcome = check();
        assertThat(names(outcome)).containsExactly("R__view.sql");
        assertThat(brief(outcome)).containsExactly("R__view.sql:1:1 cascade-drops-what-is-not-named");
    }

    @Test
    void aNewVersionBelowTheBasesHighestIsOutOfOrder() {
        clone.write(SCRIPTS + "V2__late.sql", "SELECT 1;\n");
        clone.write(SCRIPTS + "U2__late.sql", "SELECT 1;\n");
        assertThat(brief(check())).containsExactly("V2__late.sql version-out-of-order");
    }

    @Test
    void aVersionThatTheBaseHasGainedMeanwhileIsTaken() throws Exception {
        clone.branch("feature");
        clone.write(SCRIPTS + "V4__mine.sql", "SELECT 1;\n");
        clone.write(SCRIPTS + "U4__mine.sql", "SELECT 1;\n");
        clone.commit("mine");
        clone.checkout("main");
        clone.write(SCRIPTS + "V4__theirs.sql", "SELECT 1;\n");
        clone.commit("theirs");
        clone.checkout("feature");
        CheckOutcome outcome = check(clone.root(), Optional.of("main"), Map.of(), Optional.empty());
        assertThat(brief(outcome)).containsExactly("V4__mine.sql duplicate-version-is-refused");
        assertThat(outcome.findings().get(0).message()).startsWith("main has gained V4__theirs.sql");
    }

    @Test
    void onlyANewMisnamedFileIsFound() throws Exception {
        clone.write(SCRIPTS + "V9_old.sql", "SELECT 1;\n");
        clone.commit("misnamed long ago");
        clone.write(SCRIPTS + "V10_new.sql", "SELECT 1;\n");
        assertThat(brief(check(clone.root(), Optional.of("HEAD"), Map.of(), Optional.empty())))
                .containsExactly("V10_new.sql misnamed-script-is-skipped");
    }

    @Test
    void aVersionWithoutThePrefixIsToldOfTheSettingThatTakesIt() throws Exception {
        clone.write(SCRIPTS + "20261121__new.sql", "SELECT 1;\n");
        CheckOutcome outcome = check(clone.root(), Optional.of("HEAD"), Map.of(), Optional.empty());
        assertThat(brief(outcome)).containsExactly("20261121__new.sql misnamed-script-is-skipped");
        assertThat(outcome.findings().get(0).advice()).endsWith("-Dflyway.sqlMigrationPrefix=");
    }

    @Test
    void withoutGitEveryScriptIsLookedAtAndNothingFails() throws Exception {
        Path plain = temp.resolve("plain");
        Path folder = Files.createDirectories(plain.resolve(SCRIPTS));
        Files.writeString(folder.resolve("V3__old_sin.sql"), "DROP TABLE old_sin;");
        CheckOutcome outcome = check(plain, Optional.empty(), Map.of(), Optional.empty());
        assertThat(names(outcome)).containsExactly("V3__old_sin.sql");
        assertThat(brief(outcome))
                .containsExactly("V3__old_sin.sql version-has-no-undo", "V3__old_sin.sql:1:1 drop-table-loses-data");
        assertThat(outcome.advisory()).isTrue();
        assertThat(outcome.fails(FailOn.LOW)).isFalse();
    }

    @Test
    void aTargetSaysWhatIsPendingAndGitWhatChanged() {
        clone.write(SCRIPTS + "V1__a.sql", "CREATE TABLE a (id int);\n");
        var target = new CheckRequest.PendingOnTarget("shop at db:5432", Set.of("V3__old_sin.sql"));
        CheckOutcome outcome = check(clone.root(), Optional.empty(), Map.of(), Optional.of(target));
        assertThat(outcome.basis()).isEqualTo("pending on shop at db:5432");
        assertThat(names(outcome)).containsExactly("V3__old_sin.sql");
        assertThat(brief(outcome))
                .containsExactly(
                        "V1__a.sql script-changed-since-base",
                        "V3__old_sin.sql version-has-no-undo",
                        "V3__old_sin.sql:1:1 drop-table-loses-data");
        assertThat(outcome.fails(FailOn.HIGH)).isTrue();
    }

    @Test
    void aTargetNeedsNoBase() {
        var ci = Map.of("GITHUB_BASE_REF", "not-fetched");
        var target = new CheckRequest.PendingOnTarget("shop at db:5432", Set.of());
        assertThat(check(clone.root(), Optional.empty(), ci, Optional.of(target))
                        .findings())
                .isEmpty();
        assertThatThrownBy(() -> check(clone.root(), Optional.empty(), ci, Optional.empty()))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("git fetch origin +refs/heads/not-fetched:refs/remotes/origin/not-fetched");
    }

    @Test
    void aVersionThatATargetIsPastIsOutOfOrder() {
        clone.write(SCRIPTS + "V2__late.sql", "SELECT 1;\n");
        clone.write(SCRIPTS + "U2__late.sql", "SELECT 1;\n");
        var target = new CheckRequest.PendingOnTarget("shop at db:5432", Set.of("V2__late.sql"));
        CheckOutcome outcome = check(clone.root(), Optional.empty(), Map.of(), Optional.of(target));
        assertThat(names(outcome)).containsExactly("V2__late.sql", "U2__late.sql");
        assertThat(outcome.findings())
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .startsWith("shop at db:5432 is at version 3 already");
    }

    @Test
    void aVersionLeftForAnotherTimeIsNotWhereTheTargetIs() {
        clone.write(SCRIPTS + "V2__late.sql", "SELECT 1;\n");
        clone.write(SCRIPTS + "U2__late.sql", "SELECT 1;\n");
        var target =
                new CheckRequest.PendingOnTarget("shop at db:5432", Set.of("V2__late.sql"), Set.of("V3__old_sin.sql"));
        CheckOutcome outcome = check(clone.root(), Optional.empty(), Map.of(), Optional.of(target));
        assertThat(outcome.findings()).isEmpty();
    }
}
