package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeMirrorTest {

    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00.123456Z"));

    @TempDir
    Path folder;

    private Path original;
    private Path copy;

    @BeforeEach
    void anOriginalAndItsCopy() throws IOException {
        original = Files.createDirectory(folder.resolve("original"));
        copy = folder.resolve("copy");
        for (String file : new String[] {"base/1/112", "base/1/113", "global/pg_control", "PG_VERSION"}) {
            Path path = original.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file);
            Files.setLastModifiedTime(path, LONG_AGO);
        }
        Files.createDirectory(original.resolve("pg_twophase"));
        restore();
    }

    private void restore() throws IOException {
        new TreeMirror(original, copy).restore();
    }

    private static Map<String, String> content(Path root) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.toList()) {
                content.put(
                        root.relativize(path).toString(), Files.isDirectory(path) ? "folder" : Files.readString(path));
            }
        }
        return content;
    }

    @Test
    void aCopyThatIsNotThereIsMade() throws IOException {
        assertThat(content(copy)).isEqualTo(content(original)).hasSize(9);
    }

    @Test
    void whatWasWrittenIsTakenBackAlsoWhenTheSizeIsTheSame() throws IOException {
        Files.writeString(copy.resolve("base/1/112"), "BASE/1/112");
        Files.writeString(copy.resolve("global/pg_control"), "longer than it was before");
        restore();
        assertThat(content(copy)).isEqualTo(content(original));
    }

    @Test
    void whatWasAddedGoesAndWhatIsMissingComesBack() throws IOException {
        Files.createDirectories(copy.resolve("base/2"));
        Files.writeString(copy.resolve("base/2/5"), "new");
        Files.writeString(copy.resolve("postmaster.pid"), "1");
        Files.delete(copy.resolve("PG_VERSION"));
        Files.delete(copy.resolve("pg_twophase"));
        restore();
        assertThat(content(copy)).isEqualTo(content(original));
    }

    @Test
    void aFileInTheFoldersPlaceAndAFolderInTheFilesAreReplaced() throws IOException {
        Files.delete(copy.resolve("pg_twophase"));
        Files.writeString(copy.resolve("pg_twophase"), "a file");
        Files.delete(copy.resolve("PG_VERSION"));
        Files.createDirectories(copy.resolve("PG_VERSION/x"));
        restore();
        assertThat(content(copy)).isEqualTo(content(original));
    }

    @Test
    void whatIsAsItWasIsNotCopiedAgain() throws IOException {
        // a text that no copy would have left there, under the time and the size of the original
        Path untouched = copy.resolve("base/1/113");
        Files.writeString(untouched, "BASE/1/113");
        Files.setLastModifiedTime(untouched, LONG_AGO);
        restore();
        assertThat(untouched).hasContent("BASE/1/113");
    }
}
