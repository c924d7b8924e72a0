package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Starts with an empty home, and homes that cannot be used. */
class FreshHomeTest {

    private static final int MAJOR = TestBinaries.defaultMajor();

    @TempDir
    Path temp;

    @Test
    void theSecondStartUsesWhatTheFirstMade() throws Exception {
        Path home = temp.resolve("a home, with späces");
        start(home, new ServerKind.Throwaway()).close();
        Map<Path, FileTime> made = filesOf(home.resolve("cache"));
        assertThat(made).isNotEmpty();

        start(home, new ServerKind.Throwaway()).close();

        assertThat(filesOf(home.resolve("cache"))).isEqualTo(made);
        try (Stream<Path> left = Files.list(home.resolve("run"))) {
            assertThat(left).allSatisfy(path -> assertThat(path).isRegularFile());
        }
    }

    @Test
    void twoBuildsMayBeTheFirstAtOnce() throws Exception {
        Path home = temp.resolve("home");
        ServerChild.Starting one = ServerChild.begin(home, "");
        ServerChild.Starting two = ServerChild.begin(home, "");
        ServerChild first = one.ready();
        ServerChild second = two.ready();

        assertThat(first.data()).isNotEqualTo(second.data());
        try (Stream<Path> cache = Files.list(home.resolve("cache"))) {
            assertThat(cache.filter(Files::isDirectory)).hasSize(2);
        }
        first.end();
        second.end();
        assertThat(first.data()).doesNotExist();
        assertThat(second.data()).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(value = ServerUser.class, names = "SAME", mode = EnumSource.Mode.EXCLUDE)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no root")
    void rootStartsAServerInEachWay(ServerUser user) throws Exception {
        assumeTrue(Commands.run(Path.of("/"), List.of("id", "-u")).output().equals("0"), "only root can become others");
        assumeTrue(user.works(), user + " does not work on this machine");
        Trees.permit(temp, "rwxr-xr-x");
        Path closed = Files.createDirectory(temp.resolve("closed"));
        Trees.permit(closed, "---------");
        Path home = temp.resolve("home");
        Placement placement = Placement.choose(List.of(closed.resolve("home"), home), List.of(user));
        assertThat(placement.home()).isEqualTo(home);
        for (ServerKind kind : List.of(new ServerKind.Throwaway(), new ServerKind.Kept("k", Duration.ZERO))) {
            EmbeddedPostgres server = EmbeddedPostgres.start(request(home, kind), placement);
            try (server) {
                assertThat(database(server).query("SELECT 1")).containsExactly("1");
            }
            assertThat(Files.exists(server.data())).isEqualTo(kind instanceof ServerKind.Kept);
            assertThat(Postmaster.read(server.data())).isEmpty();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no root")
    void aKeptDatabaseStaysWhenRootStartsItInAnotherWay() throws Exception {
        List<ServerUser> ways = List.of(ServerUser.SETPRIV, ServerUser.UNSHARE, ServerUser.SETPRIV);
        assumeTrue(Commands.run(Path.of("/"), List.of("id", "-u")).output().equals("0"), "only root can become others");
        assumeTrue(ways.stream().allMatch(ServerUser::works), ways + " do not all work on this machine");
        Trees.permit(temp, "rwxr-xr-x");
        Path home = temp.resolve("home");
        ServerKind kind = new ServerKind.Kept("k", Duration.ZERO);
        try (EmbeddedPostgres server =
                EmbeddedPostgres.start(request(home, kind), Placement.choose(List.of(home), ways.subList(0, 1)))) {
            database(server).execute("CREATE TABLE t AS SELECT 42");
        }
        for (ServerUser way : ways.subList(1, 3)) {
            try (EmbeddedPostgres server =
                    EmbeddedPostgres.start(request(home, kind), Placement.choose(List.of(home), List.of(way)))) {
                assertThat(database(server).query("TABLE t")).containsExactly("42");
            }
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no root")
    void aNamedHomeThatTheServersUserCannotEnterIsAnErrorWithARemedy() throws Exception {
        assumeTrue(ServerUser.SETPRIV.works(), "setpriv does not work for this user");
        Trees.permit(temp, "rwx------");

        Path home = temp.resolve("home");

        assertThatThrownBy(() -> Placement.choose(List.of(home), List.of(ServerUser.SETPRIV)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("cannot get into " + temp)
                .hasMessageContaining("BELAY_HOME");
        assertThat(home).doesNotExist();
    }

    @Test
    void aHomeThatCannotBeWrittenIsAnErrorThatNamesIt() throws Exception {
        Path file = Files.createFile(temp.resolve("file"));

        assertThatThrownBy(() -> start(file.resolve("home"), new ServerKind.Throwaway()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("BELAY_HOME");
    }

    @Test
    void aBrokenJarIsAnErrorThatNamesIt() throws Exception {
        Path jar = Files.writeString(temp.resolve("broken.jar"), "not a jar");

        assertThatThrownBy(() -> Binaries.extract(jar, MAJOR, Platform.current(), temp, Progress.SILENT))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(jar.toString());
    }

    @Test
    void binariesOfAnotherMajorAreNotTaken() {
        EmbeddedRequest request = new EmbeddedRequest(
                MAJOR == 14 ? 15 : 14,
                (major, platform) -> TestBinaries.source().jar(MAJOR, platform),
                new BelayHome(temp.resolve("home"), true),
                new ServerKind.Throwaway(),
                Progress.SILENT);

        assertThatThrownBy(() -> EmbeddedPostgres.start(request))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("PostgreSQL " + MAJOR + "'s, not " + request.major() + "'s");
    }

    private static EmbeddedPostgres start(Path home, ServerKind kind) {
        return EmbeddedPostgres.start(request(home, kind));
    }

    private static EmbeddedRequest request(Path home, ServerKind kind) {
        return new EmbeddedRequest(MAJOR, TestBinaries.source(), new BelayHome(home, true), kind, Progress.SILENT);
    }

    private static TestDatabase database(EmbeddedPostgres server) {
        return new TestDatabase("postgres", MAJOR, server.connection("postgres"));
    }

    private static Map<Path, FileTime> filesOf(Path folder) throws IOException {
        Map<Path, FileTime> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                if (!path.equals(folder)) {
                    files.put(path, Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS));
                }
            }
        }
        return files;
    }
}
