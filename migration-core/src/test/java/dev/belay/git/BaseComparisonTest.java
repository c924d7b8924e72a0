package dev.belay.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseComparisonTest {

    private static final Map<String, String> NO_CI = Map.of();
    private static final String V1 = "db/V1__a.sql";

    @TempDir
    Path temp;

    private TestRepository origin;

    @BeforeEach
    void anOriginWithOneScriptAndAFeatureBranch() throws Exception {
        origin = TestRepository.create(Files.createDirectory(temp.resolve("origin")));
        origin.write(V1, "CREATE TABLE a ();\n");
        origin.commit("one script");
        origin.branch("feature");
        origin.write("db/V2__b.sql", "CREATE TABLE b ();\n");
        origin.commit("a second script");
        origin.checkout("main");
    }

    private TestRepository cloneOf(String branch) throws Exception {
        return TestRepository.clone(origin.root(), temp.resolve("clone"), branch, 0);
    }

    private TestRepository shallowCloneOf(String branch) throws Exception {
        return TestRepository.clone(origin.root(), temp.resolve("clone"), branch, 1);
    }

    private static BaseState read(TestRepository repository, String ref, Map<String, String> environment) {
        return read(repository.root(), repository.root().resolve("db"), ref, environment)
                .orElseThrow();
    }

    private static Optional<BaseState> read(Path project, Path directory, String ref, Map<String, String> environment) {
        return new BaseComparison(project, List.of(directory), environment).read(Optional.ofNullable(ref));
    }

    private static List<String> names(Collection<BaseFile> files) {
        return files.stream().map(file -> file.path().getFileName().toString()).toList();
    }

    @Test
    void takesTheRemotesDefaultBranch() throws Exception {
        try (var clone = cloneOf("feature");
                var base = read(clone, null, NO_CI)) {
            assertThat(base.ref()).isEqualTo("origin/main");
            assertThat(base.commit()).isEqualTo(head(origin).abbreviate(7).name());
            assertThat(names(base.files())).containsExactly("V1__a.sql");
            assertThat(base.at(clone.root().resolve("db/V2__b.sql"))).isEmpty();
        }
    }

    @Test
    void comparesWithTheMergeBaseAndAlsoKnowsTheTip() throws Exception {
        origin.write("db/V3__c.sql", "CREATE TABLE c ();\n");
        origin.commit("main moves on");
        try (var clone = cloneOf("feature");
                var base = read(clone, null, NO_CI)) {
            assertThat(names(base.files())).containsExactly("V1__a.sql");
            assertThat(names(base.tip())).containsExactly("V1__a.sql", "V3__c.sql");
        }
    }

    @Test
    void anExplicitRefWinsOverTheCi() throws Exception {
        try (var clone = cloneOf("feature");
                var base = read(clone, "HEAD", Map.of("GITHUB_BASE_REF", "main"))) {
            assertThat(base.ref()).isEqualTo("HEAD");
            assertThat(names(base.files())).containsExactly("V1__a.sql", "V2__b.sql");
        }
    }

    @Test
    void anExplicitBranchMayBeTheRemotes() throws Exception {
        try (var clone = cloneOf("feature");
                var base = read(clone, "main", NO_CI)) {
            assertThat(base.ref()).isEqualTo("origin/main");
        }
    }

    @Test
    void takesThePullRequestsBaseBranchWhereTheCiSaysIt() throws Exception {
        origin.checkout("feature");
        origin.branch("feature-2");
        origin.write("db/V4__d.sql", "CREATE TABLE d ();\n");
        origin.commit("a third script");
        origin.checkout("main");
        try (var clone = cloneOf("feature-2");
                var base = read(clone, null, Map.of("GITHUB_BASE_REF", "feature"))) {
            assertThat(base.ref()).isEqualTo("origin/feature");
            assertThat(names(base.files())).containsExactly("V1__a.sql", "V2__b.sql");
        }
    }

    @Test
    void takesGitLabsBaseCommitWhereTheTargetBranchWasNotFetched() throws Exception {
        var ci = Map.of(
                "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
                "not-fetched",
                "CI_MERGE_REQUEST_DIFF_BASE_SHA",
                head(origin).name());
        try (var clone = cloneOf("feature");
                var base = read(clone, null, ci)) {
            assertThat(base.ref()).isEqualTo("origin/not-fetched");
            assertThat(names(base.files())).containsExactly("V1__a.sql");
        }
    }

    @Test
    void onTheBaseBranchItselfNothingIsNew() throws Exception {
        try (var clone = cloneOf("main");
                var base = read(clone, null, NO_CI)) {
            assertThat(base.at(clone.root().resolve(V1))).isPresent();
        }
    }

    @Test
    void lineEndsAndByteOrderMarkChangeNoScriptAndAWordDoes() throws Exception {
        try (var clone = cloneOf("main");
                var base = read(clone, null, NO_CI)) {
            BaseFile script = base.at(clone.root().resolve(V1)).orElseThrow();
            assertThat(script.sameText(bytes("CREATE TABLE a ();\n"))).isTrue();
            assertThat(script.sameText(bytes("\uFEFFCREATE TABLE a ();\r\n"))).isTrue();
            assertThat(script.sameText(bytes("CREATE TABLE a ();"))).isTrue();
            assertThat(script.sameText(bytes("CREATE TABLE a ();\n\n"))).isFalse();
            assertThat(script.sameText(bytes("CREATE TABLE z ();\n"))).isFalse();
        }
    }

    @Test
    void knowsWhichFilesTheRepositoryCovers() throws Exception {
        try (var clone = cloneOf("main");
                var base = read(clone, null, NO_CI)) {
            assertThat(base.covers(clone.root().resolve("db/V9__new.sql"))).isTrue();
            assertThat(base.covers(temp.resolve("elsewhere/V9__new.sql"))).isFalse();
        }
    }

    @Test
    void aProjectInASubdirectoryFindsItsRepository() throws Exception {
        try (var clone = cloneOf("feature")) {
            Path project = Files.createDirectories(clone.root().resolve("module/sub"));
            try (var base =
                    read(project, clone.root().resolve("db"), null, NO_CI).orElseThrow()) {
                assertThat(names(base.files())).containsExactly("V1__a.sql");
            }
        }
    }

    @Test
    void aScriptDirectoryThatIsGoneStillHasItsScriptsAtTheBase() throws Exception {
        try (var clone = cloneOf("feature")) {
            clone.git().rm().addFilepattern("db").call();
            assertThat(clone.root().resolve("db")).doesNotExist();
            try (var base = read(clone, null, NO_CI)) {
                assertThat(names(base.files())).containsExactly("V1__a.sql");
            }
        }
    }

    @Test
    void aSymbolicLinkToTheProjectIsFollowed() throws Exception {
        try (var clone = cloneOf("feature")) {
            Path link = Files.createSymbolicLink(temp.resolve("link"), clone.root());
            try (var base = read(link, link.resolve("db"), null, NO_CI).orElseThrow()) {
                assertThat(base.at(link.resolve(V1))).isPresent();
            }
        }
    }

    @Test
    void aShallowCloneWithoutTheBaseBranchIsToldTheFetchCommand() throws Exception {
        try (var clone = shallowCloneOf("feature")) {
            assertThatThrownBy(() -> read(clone, null, Map.of("GITHUB_BASE_REF", "main")))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("needs origin/main, the pull request's base branch")
                    .hasMessageContaining(
                            "Next: git fetch --unshallow origin +refs/heads/main:refs/remotes/origin/main");
        }
    }

    @Test
    void aShallowCloneWithoutTheCommonHistoryIsToldTheFetchCommand() throws Exception {
        try (var clone = shallowCloneOf("feature")) {
            clone.git()
                    .fetch()
                    .setDepth(1)
                    .setRefSpecs("+refs/heads/main:refs/remotes/origin/main")
                    .call();
            assertThatThrownBy(() -> read(clone, null, Map.of("GITHUB_BASE_REF", "main")))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("does not reach back to where the branch left origin/main")
                    .hasMessageContaining("git fetch --unshallow origin +refs/heads/main:refs/remotes/origin/main");
        }
    }

    @Test
    void theFetchCommandIsTheRemedy() throws Exception {
        try (var clone = shallowCloneOf("feature")) {
            clone.git()
                    .fetch()
                    .setUnshallow(true)
                    // git deepens every branch then, JGit only those that it fetches
                    .setRefSpecs("+refs/heads/*:refs/remotes/origin/*")
                    .call();
            try (var base = read(clone, null, Map.of("GITHUB_BASE_REF", "main"))) {
                assertThat(names(base.files())).containsExactly("V1__a.sql");
            }
        }
    }

    @Test
    void aCloneOfOneBranchOnlyAsksForTheDefaultBranch() throws Exception {
        try (var clone = shallowCloneOf("feature")) {
            assertThatThrownBy(() -> read(clone, null, NO_CI))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("cannot be told from this shallow clone")
                    .hasMessageContaining("-Ddb.base=origin/<branch>");
        }
    }

    @Test
    void anUnknownRefIsRefused() throws Exception {
        try (var clone = cloneOf("feature")) {
            assertThatThrownBy(() -> read(clone, "no-such-branch", NO_CI))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("db.base names no-such-branch");
            assertThatThrownBy(() -> read(clone, "a..b^{", NO_CI))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("db.base names a..b^{");
        }
    }

    @Test
    void aRepositoryWithoutRemoteHasNoBase() {
        assertThat(read(origin.root(), origin.root().resolve("db"), null, NO_CI))
                .isEmpty();
    }

    @Test
    void aRepositoryWithoutRemoteComparesWithTheRefThatIsNamed() {
        try (var base = read(origin, "feature", NO_CI)) {
            assertThat(names(base.tip())).containsExactly("V1__a.sql", "V2__b.sql");
        }
    }

    @Test
    void noRepositoryMeansNoBaseUnlessARefIsNamed() throws IOException {
        Path bare = Files.createDirectory(temp.resolve("plain"));
        assertThat(read(bare, bare, null, NO_CI)).isEmpty();
        assertThatThrownBy(() -> read(bare, bare, "main", NO_CI))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("is in no git repository");
    }

    @Test
    void aLinkedWorktreeReadsTheRepositoryItBelongsTo() throws Exception {
        try (var clone = cloneOf("feature")) {
            Path tree = linkedWorktree(clone);
            try (var base = read(tree, tree.resolve("db"), null, NO_CI).orElseThrow()) {
                assertThat(base.ref()).isEqualTo("origin/main");
                assertThat(base.at(tree.resolve(V1))).isPresent();
            }
        }
    }

    @Test
    void scriptsInASubmoduleAreComparedWithTheCommitThatTheBaseHasOfIt() throws Exception {
        var outer = TestRepository.create(Files.createDirectory(temp.resolve("outer")));
        outer.git()
                .submoduleAdd()
                .setPath("sql")
                .setURI(origin.root().toUri().toString())
                .call()
                .close();
        var before = outer.commit("with a submodule");
        try (var inner = Git.open(outer.root().resolve("sql").toFile())) {
            inner.checkout().setName("origin/feature").call();
        }
        outer.commit("the submodule moves");
        Path scripts = outer.root().resolve("sql/db");
        try (var base = read(outer.root(), scripts, before.name(), NO_CI).orElseThrow()) {
            assertThat(names(base.files())).containsExactly("V1__a.sql");
            assertThat(scripts.resolve("V2__b.sql")).exists();
        }
    }

    /** What {@code git worktree add} makes, which JGit cannot. */
    private Path linkedWorktree(TestRepository of) throws IOException {
        Path tree = Files.createDirectories(temp.resolve("linked/db")).getParent();
        Path administration = Files.createDirectories(of.root().resolve(".git/worktrees/linked"));
        Files.writeString(tree.resolve(".git"), "gitdir: " + administration + "\n");
        Files.writeString(administration.resolve("gitdir"), tree.resolve(".git") + "\n");
        Files.writeString(administration.resolve("commondir"), "../..\n");
        Files.writeString(administration.resolve("HEAD"), head(of).name() + "\n");
        return tree;
    }

    private static ObjectId head(TestRepository repository) throws IOException {
        return repository.git().getRepository().resolve(Constants.HEAD);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
