package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilledTemplatesTest {

    @TempDir
    Path cache;

    /** The higher the number, the longer ago it was used. */
    private Path filled(int number) {
        try {
            Path folder = Files.createDirectories(cache.resolve("filled-" + number));
            Files.createDirectories(new Template(folder).workingCopy());
            Files.setLastModifiedTime(
                    folder,
                    FileTime.from(Instant.now().minus(Duration.ofHours(1).plusMinutes(number))));
            return folder;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aTemplateThatAServerRunsInIsNotRemovedHoweverOldItIs() throws Exception {
        List<Path> folders = IntStream.range(0, 15).mapToObj(this::filled).toList();
        Path work = new Template(folders.get(14)).workingCopy();
        try (FolderLock server =
                FolderLock.tryAcquire(work.resolve(DataFolder.LOCK)).orElseThrow()) {
            FilledTemplates.removeOld(cache);
            assertThat(folders.get(14)).exists();
        }
        assertThat(folders.subList(0, 12))
                .allSatisfy(folder -> assertThat(folder).exists());
        assertThat(folders.subList(12, 14))
                .noneSatisfy(folder -> assertThat(folder).exists());
    }

    @Test
    void oneThatNobodyUsesAnyMoreIsRemoved() throws Exception {
        List<Path> folders = IntStream.range(0, 13).mapToObj(this::filled).toList();
        FilledTemplates.removeOld(cache);
        assertThat(folders.get(12)).doesNotExist();
    }

    @Test
    void twoBuildsMayRemoveThemAtOnce() throws Exception {
        List<Path> folders = IntStream.range(0, 200).mapToObj(this::filled).toList();
        Callable<Void> build = () -> {
            FilledTemplates.removeOld(cache);
            return null;
        };
        var builds = Executors.newFixedThreadPool(4);
        try {
            for (Future<Void> ended : builds.invokeAll(Collections.nCopies(4, build))) {
                ended.get();
            }
        } finally {
            builds.shutdown();
        }
        assertThat(folders.subList(12, 200))
                .noneSatisfy(folder -> assertThat(folder).exists());
    }
}
