package dev.belay.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFilesTest {

    @TempDir
    Path temp;

    private Map<Path, byte[]> group(Path folder, String... names) {
        var group = new LinkedHashMap<Path, byte[]>();
        for (String name : names) {
            group.put(folder.resolve(name), ("-- " + name).getBytes(StandardCharsets.UTF_8));
        }
        return group;
    }

    /** Undo scripts are in a folder of their own. */
    private List<Map<Path, byte[]>> twoPairs(Path folder) {
        var groups = List.of(
                group(folder.resolve("undo"), "U2.sql.conf", "U2.sql"), group(folder.resolve("undo"), "U3.sql"));
        groups.get(0).putAll(group(folder.resolve("sql"), "V2.sql.conf", "V2.sql"));
        groups.get(1).putAll(group(folder.resolve("sql"), "V3.sql"));
        return groups;
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void allAreMadeAndNothingElse() throws IOException {
        NewFiles.create(twoPairs(temp));
        assertThat(files(temp)).containsExactly("U2.sql", "U2.sql.conf", "U3.sql", "V2.sql", "V2.sql.conf", "V3.sql");
        assertThat(temp.resolve("sql/V2.sql")).hasContent("-- V2.sql");
    }

    @Test
    void whoeverIsKilledAtAnyMomentLeavesNoScriptWithoutWhatItNeedsAndNothingInTheWay() throws IOException {
        int steps = NewFiles.stepsOf(twoPairs(temp)).size();
        assertThat(steps).isGreaterThan(12);
        for (int killed = 0; killed <= steps; killed++) {
            Path folder = temp.resolve("killed at " + killed);
            for (NewFiles.Step step : NewFiles.stepsOf(twoPairs(folder)).subList(0, killed)) {
                step.run();
            }
            List<String> left = Files.exists(folder) ? files(folder) : List.of();
            if (left.contains("V2.sql")) {
                assertThat(left).contains("V2.sql.conf", "U2.sql", "U2.sql.conf");
            }
            if (left.contains("V3.sql")) {
                assertThat(left).contains("V2.sql", "U3.sql");
            }
            if (left.contains("U2.sql")) {
                assertThat(left).contains("U2.sql.conf");
            }

            NewFiles.takeBackInterrupted(List.of(folder));
            List<String> kept = Files.exists(folder) ? files(folder) : List.of();
            assertThat(kept)
                    .isIn(
                            List.of(),
                            List.of("U2.sql", "U2.sql.conf", "V2.sql", "V2.sql.conf"),
                            List.of("U2.sql", "U2.sql.conf", "U3.sql", "V2.sql", "V2.sql.conf", "V3.sql"));
            assertThat(kept.contains("V2.sql")).isEqualTo(left.contains("V2.sql"));
            assertThat(kept.contains("V3.sql")).isEqualTo(left.contains("V3.sql"));
            if (kept.isEmpty()) {
                NewFiles.create(twoPairs(folder));
                assertThat(files(folder)).hasSize(6);
            }
        }
    }

    @Test
    void whatSomebodyHasWrittenSinceStays() throws IOException {
        List<NewFiles.Step> steps = NewFiles.stepsOf(twoPairs(temp));
        for (NewFiles.Step step : steps) {
            step.run();
            if (Files.exists(temp.resolve("undo/U2.sql"))) {
                break;
            }
        }
        Files.writeString(temp.resolve("undo/U2.sql"), "-- by hand");
        assertThat(NewFiles.takeBackInterrupted(List.of(temp))).isTrue();
        assertThat(files(temp)).containsExactly("U2.sql");
        assertThat(NewFiles.takeBackInterrupted(List.of(temp))).isFalse();
    }

    @Test
    void aJournalThatWasNotCompleteWasFollowedByNoFile() throws IOException {
        NewFiles.stepsOf(twoPairs(temp)).get(0).run();
        Path journal = temp.resolve("sql/.belay-new-files");
        Files.writeString(journal, Files.readString(journal).substring(0, 70));
        NewFiles.takeBackInterrupted(List.of(temp));
        assertThat(files(temp)).isEmpty();
    }

    @Test
    void nothingIsMadeWhereOneIsThere() throws IOException {
        Files.createDirectories(temp.resolve("undo"));
        Files.writeString(temp.resolve("undo/U3.sql"), "-- U3.sql");
        assertThatThrownBy(() -> NewFiles.create(twoPairs(temp)))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("U3.sql is there already");
        assertThat(files(temp)).containsExactly("U3.sql");
    }

    @Test
    void nothingIsMadeWhereOneCannotBeWritten() throws IOException {
        Files.writeString(temp.resolve("sql"), "a file where a folder is to be");
        assertThatThrownBy(() -> NewFiles.create(twoPairs(temp)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("is no folder");
        assertThat(files(temp)).containsExactly("sql");
    }
}
