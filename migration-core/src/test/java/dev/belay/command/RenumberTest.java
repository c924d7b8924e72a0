package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.git.TestRepository;
import dev.belay.migrate.ProjectFixture;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RenumberOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenumberTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 9, 14, 5, 7);
    private static final String SCRIPTS = "src/main/resources/db/migration/";

    @TempDir
    Path temp;

    private TestRepository repository;
    private final AtomicBoolean asked = new AtomicBoolean();

    @BeforeEach
    void aProjectWithABranch() throws Exception {
        repository = TestRepository.create(Files.createDirectory(temp.resolve("my project")));
        script("V41__old.sql");
        script("U41__old.sql");
        repository.commit("old");
        repository.branch("feature");
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private void script(String name) {
        script(name, "-- " + name + " of its own\nSELECT '" + name + "';\n");
    }

    private void script(String name, String text) {
        repository.write(SCRIPTS + name, text);
    }

    private void onMain(String... names) throws Exception {
        repository.commit("mine");
        repository.checkout("main");
        for (String name : names) {
            script(name);
        }
        repository.commit("theirs");
        repository.checkout("feature");
    }

    private RenumberOutcome renumber() {
        return renumber(false);
    }

    private RenumberOutcome renumber(boolean dryRun) {
        Path folder = repository.root().resolve(SCRIPTS);
        var migrations = ProjectFixture.project(
                Map.of("flyway.locations", "filesystem:" + folder), RenumberTest.class.getClassLoader(), "U");
        return Renumber.run(new Renumber.Request(
                repository.root(),
                migrations,
                List.of(folder),
                Optional.of("main"),
                Map.of(),
                () -> {
                    asked.set(true);
                    return List.of();
                },
                NOW,
                dryRun));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(repository.root().resolve(SCRIPTS))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> brief(RenumberOutcome outcome) {
        return outcome.moves().stream()
                .map(move -> move.fromVersion() + " -> " + move.toVersion())
                .toList();
    }

    @Test
    void theScriptThatIsNotOnTheBaseMovesBehindWithItsUndo() throws Exception {
        script("V42__mine.sql");
        script("U42__mine.sql");
        onMain("V42__theirs.sql", "U42__theirs.sql");
        RenumberOutcome outcome = renumber();
        assertThat(brief(outcome)).containsExactly("42 -> 43");
        assertThat(outcome.newest()).contains("42");
        assertThat(outcome.base()).isEqualTo("main");
        assertThat(files()).containsExactly("U41__old.sql", "U43__mine.sql", "V41__old.sql", "V43__mine.sql");
        assertThat(repository.renames())
                .containsExactlyInAnyOrder(
                        SCRIPTS + "U42__mine.sql -> " + SCRIPTS + "U43__mine.sql",
                        SCRIPTS + "V42__mine.sql -> " + SCRIPTS + "V43__mine.sql");
        assertThat(asked).isTrue();
    }

    @Test
    void itIsTheSameWhenTheBaseHasBeenMergedIn() throws Exception {
        script("V42__mine.sql");
        script("U42__mine.sql");
        onMain("V42__theirs.sql", "U42__theirs.sql");
        repository.merge("main");
        assertThat(brief(renumber())).containsExactly("42 -> 43");
        assertThat(files())
                .containsExactly(
                        "U41__old.sql",
                        "U42__theirs.sql",
                        "U43__mine.sql",
                        "V41__old.sql",
                        "V42__theirs.sql",
                        "V43__mine.sql");
    }

    @Test
    void theBranchsScriptsKeepTheirOrder() throws Exception {
        script("V42__first.sql");
        script("V43__second.sql");
        script("V50__third.sql");
        onMain("V42__theirs.sql");
        assertThat(brief(renumber())).containsExactly("42 -> 43", "43 -> 44");
        assertThat(files())
                .containsExactly("U41__old.sql", "V41__old.sql", "V43__first.sql", "V44__second.sql", "V50__third.sql");
        assertThat(Files.readString(repository.root().resolve(SCRIPTS + "V44__second.sql")))
                .contains("V43__second.sql");
    }

    @Test
    void whatIsLowerThanTheBasesNewestMovesToo() throws Exception {
        script("V42__mine.sql");
        onMain("V43__theirs.sql");
        assertThat(brief(renumber())).containsExactly("42 -> 44");
    }

    @Test
    void thePatternIsKept() throws Exception {
        script("V20260101120000__mine.sql");
        script("V20260301120000__mine_too.sql");
        onMain("V20260201120000__theirs.sql");
        assertThat(brief(renumber()))
                .containsExactly("20260101120000 -> 20260309140507", "20260301120000 -> 20260309140508");
    }

    @Test
    void confFilesMoveAndWhatTheyNameMovesAlong() throws Exception {
        script("V42__mine.sql");
        script("V42__mine.sql.conf", "# V42__mine.sql runs alone\r\nexecuteInTransaction=false\r\n");
        script("notes/about.conf", "a=V42__mine.sql\r\nb=XV42__mine.sql, V42__mine.sqlx, db/V42__mine.sql.conf\n\n");
        repository.write("flyway.conf", "# see V42__mine.sql\rcaf\u00e9");
        script("untouched.conf", "V42__theirs.sql\r\n");
        onMain("V42__theirs.sql");
        RenumberOutcome outcome = renumber();
        assertThat(outcome.rewritten()).hasSize(3);
        assertThat(files()).contains("V43__mine.sql", "V43__mine.sql.conf").doesNotContain("V42__mine.sql.conf");
        assertThat(text("V43__mine.sql.conf"))
                .isEqualTo("# V43__mine.sql runs alone\r\nexecuteInTransaction=false\r\n");
        assertThat(text("notes/about.conf"))
                .isEqualTo("a=V43__mine.sql\r\nb=XV42__mine.sql, V42__mine.sqlx, db/V43__mine.sql.conf\n\n");
        assertThat(Files.readString(repository.root().resolve("flyway.conf")))
                .isEqualTo("# see V43__mine.sql\rcaf\u00e9");
    }

    private String text(String name) throws IOException {
        return Files.readString(repository.root().resolve(SCRIPTS + name));
    }

    @Test
    void lineEndsStayAsTheyAre() throws Exception {
        script("V42__größe ändern.sql", "SELECT 1;\r\n\r\nSELECT 2;\n");
        onMain("V42__theirs.sql");
        renumber();
        assertThat(text("V43__größe ändern.sql")).isEqualTo("SELECT 1;\r\n\r\nSELECT 2;\n");
    }

    @Test
    void nothingToMoveIsSaidAndNoDatabaseIsAsked() throws Exception {
        script("V43__mine.sql");
        onMain("V42__theirs.sql");
        RenumberOutcome outcome = renumber();
        assertThat(outcome.moves()).isEmpty();
        assertThat(outcome.own()).isEqualTo(1);
        assertThat(asked).isFalse();
        assertThat(files()).containsExactly("U41__old.sql", "V41__old.sql", "V43__mine.sql");
    }

    @Test
    void aDryRunOnlyShows() throws Exception {
        script("V42__mine.sql");
        onMain("V42__theirs.sql");
        assertThat(brief(renumber(true))).containsExactly("42 -> 43");
        assertThat(files()).containsExactly("U41__old.sql", "V41__old.sql", "V42__mine.sql");
    }

    @Test
    void runningItAgainMovesNothing() throws Exception {
        script("V42__mine.sql");
        onMain("V42__theirs.sql");
        renumber();
        assertThat(renumber().moves()).isEmpty();
        repository.commit("renumbered");
        repository.merge("main");
        assertThat(renumber().moves()).isEmpty();
    }

    @Test
    void aScriptThatOnlyMovedToAnotherFolderIsNotTheBranchsOwn() throws Exception {
        Path folder = Files.createDirectories(repository.root().resolve(SCRIPTS + "archive"));
        Files.move(repository.root().resolve(SCRIPTS + "V41__old.sql"), folder.resolve("V41__old.sql"));
        onMain("V42__theirs.sql");
        RenumberOutcome outcome = renumber();
        assertThat(outcome.own()).isZero();
        assertThat(outcome.moves()).isEmpty();
    }

    @Test
    void anOldScriptThatTheBranchRenamedIsNotNew() throws Exception {
        Path old = repository.root().resolve(SCRIPTS + "V41__old.sql");
        Files.move(old, old.resolveSibling("V41__older.sql"));
        onMain("V42__theirs.sql");
        assertThat(renumber().own()).isZero();
    }

    @Test
    void twoScriptsOfTheSameNameAreTold() throws Exception {
        script("V42__roles.sql", "SELECT 'mine';\n");
        repository.commit("mine");
        repository.checkout("main");
        script("V42__roles.sql", "SELECT 'theirs';\n");
        repository.commit("theirs");
        repository.checkout("feature");
        assertThat(brief(renumber())).containsExactly("42 -> 43");
        assertThat(text("V43__roles.sql")).contains("mine");
    }

    @Test
    void twoScriptsOfTheBranchWithOneVersionPart() throws Exception {
        script("V42__a.sql");
        script("U42__a.sql");
        script("V42__b.sql");
        script("U42__b.sql");
        onMain("V42__theirs.sql");
        assertThat(brief(renumber())).containsExactly("42 -> 43", "42 -> 44");
        assertThat(files()).contains("V43__a.sql", "U43__a.sql", "V44__b.sql", "U44__b.sql");
    }

    @Test
    void anUndoScriptThatCouldBelongToSeveralIsRefused() throws Exception {
        script("V42__a.sql");
        script("V42__b.sql");
        script("U42__c.sql");
        onMain("V42__theirs.sql");
        assertThatThrownBy(this::renumber)
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("could be the undo script of several");
        assertThat(files()).contains("V42__a.sql", "V42__b.sql", "U42__c.sql");
    }

    @Test
    void anUndoScriptOfTheBasesScriptStays() throws Exception {
        script("V42__mine.sql");
        script("U42__theirs.sql");
        onMain("V42__theirs.sql");
        renumber();
        assertThat(files()).containsExactly("U41__old.sql", "U42__theirs.sql", "V41__old.sql", "V43__mine.sql");
    }

    @Test
    void whatAKilledRunBeganIsTakenBackFirst() throws Exception {
        script("V42__mine.sql");
        script("V43__mine_too.sql");
        onMain("V42__theirs.sql");
        Path folder = repository.root().resolve(SCRIPTS);
        String move = "move " + encoded(folder.resolve("V43__mine_too.sql")) + " "
                + encoded(folder.resolve("V44__mine_too.sql")) + "\n";
        Files.writeString(repository.root().resolve(".belay-renumber"), move);
        Files.move(folder.resolve("V43__mine_too.sql"), folder.resolve("V44__mine_too.sql"));
        RenumberOutcome outcome = renumber();
        assertThat(brief(outcome)).containsExactly("42 -> 43", "43 -> 44");
        assertThat(outcome.notes()).singleElement().asString().contains("interrupted");
        assertThat(files()).contains("V43__mine.sql", "V44__mine_too.sql").hasSize(4);
        assertThat(repository.root().resolve(".belay-renumber")).doesNotExist();
    }

    private static String encoded(Path path) {
        return Base64.getEncoder().encodeToString(path.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void withoutGitItIsRefused() throws Exception {
        Path plain = Files.createDirectories(temp.resolve("plain/db"));
        var migrations = ProjectFixture.project(
                Map.of("flyway.locations", "filesystem:" + plain), RenumberTest.class.getClassLoader(), "U");
        assertThatThrownBy(() -> Renumber.run(new Renumber.Request(
                        plain, migrations, List.of(plain), Optional.empty(), Map.of(), List::of, NOW, false)))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("no git branch to compare with");
    }
}
