package dev.belay.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.files.FileChanges.Change;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileChangesTest {

    @TempDir
    Path temp;

    private Path folder;
    private FileChanges changes;

    @BeforeEach
    void threeFiles() throws IOException {
        folder = Files.createDirectory(temp.resolve("a folder with blänks"));
        for (String name : List.of("1", "2", "3")) {
            Files.writeString(file(name), "was " + name + "\r\n");
        }
        changes = new FileChanges(temp.resolve(".journal"));
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private Change.Move move(String from, String to) {
        return new Change.Move(file(from), file(to));
    }

    private Map<String, String> content() throws IOException {
        var content = new TreeMap<String, String>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                content.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return content;
    }

    @Test
    void movesAlongAChainInWhateverOrderItIsGiven() throws IOException {
        changes.make(List.of(move("1", "2"), move("2", "3"), move("3", "4")));
        assertThat(content()).isEqualTo(Map.of("2", "was 1\r\n", "3", "was 2\r\n", "4", "was 3\r\n"));
        assertThat(temp.resolve(".journal")).doesNotExist();
    }

    @Test
    void refusesATargetThatStays() throws IOException {
        Map<String, String> before = content();
        assertThatThrownBy(() -> changes.make(List.of(move("1", "4"), move("2", "3"))))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining(file("3") + ", which is taken");
        assertThatThrownBy(() -> changes.make(List.of(move("1", "4"), move("2", "4"))))
                .isInstanceOf(RefusalException.class);
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void takesBackWhatWasDoneWhenAChangeFails() throws IOException {
        Map<String, String> before = content();
        var lost = new Change.Move(file("no such file"), file("5"));
        assertThatThrownBy(() -> changes.make(List.of(move("1", "4"), move("2", "1"), lost)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("All files are as they were");
        assertThat(content()).isEqualTo(before);
        assertThat(temp.resolve(".journal")).doesNotExist();
    }

    @Test
    void takesBackWhatAKilledRunHadBegun() throws IOException {
        Map<String, String> before = content();
        byte[] old = Files.readAllBytes(file("3"));
        var rewrite = new Change.Rewrite(file("3"), old, "new".getBytes(StandardCharsets.UTF_8));
        // as a run leaves it that is killed behind the first move of the chain and the rewriting
        ChangeJournal.of(List.of(move("2", "4"), move("1", "2"), rewrite)).write(temp.resolve(".journal"));
        Files.move(file("2"), file("4"));
        Files.writeString(file("3"), "new");
        assertThat(changes.takeBackInterrupted()).isTrue();
        assertThat(content()).isEqualTo(before);
        assertThat(changes.takeBackInterrupted()).isFalse();
    }

    @Test
    void aFileThatIsStillWhereARewrittenOneWouldHaveComeIsLeftAlone() throws IOException {
        Map<String, String> before = content();
        byte[] old = Files.readAllBytes(file("1"));
        var rewrite = new Change.Rewrite(file("2"), old, "new".getBytes(StandardCharsets.UTF_8));
        // as a run leaves it that is killed before its first move
        ChangeJournal.of(List.of(move("2", "4"), move("1", "2"), rewrite)).write(temp.resolve(".journal"));
        assertThat(changes.takeBackInterrupted()).isTrue();
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void aDamagedJournalIsNotFollowed() throws IOException {
        Files.writeString(temp.resolve(".journal"), "move only-one-word\n");
        assertThatThrownBy(changes::takeBackInterrupted)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("is no journal");
        assertThat(temp.resolve(".journal")).exists();
    }

    @Test
    void newFilesAreMadeTogetherOrNotAtAll() throws IOException {
        var files = new LinkedHashMap<Path, byte[]>();
        files.put(folder.resolve("new/4"), new byte[] {4});
        files.put(file("3"), new byte[] {3});
        assertThatThrownBy(() -> NewFiles.create(List.of(files)))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining(file("3") + " is there already");
        assertThat(folder.resolve("new/4")).doesNotExist();
        assertThat(Files.readString(file("3"))).isEqualTo("was 3\r\n");
        files.remove(file("3"));
        NewFiles.create(List.of(files));
        assertThat(folder.resolve("new/4")).hasBinaryContent(new byte[] {4});
    }
}
