package dev.belay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each folder of {@code src/it} has a test of the same name but for dashes and blanks. */
@ExtendWith(MavenExtension.class)
class FoldersTest {

    @Test
    void everyFolderHasATest(TestMaven maven) throws Exception {
        List<String> tests = Stream.of(
                        GoalsTest.class,
                        ScriptGoalsTest.class,
                        ConfigurationTest.class,
                        BuildsTest.class,
                        KilledMavenTest.class)
                .flatMap(tested -> Arrays.stream(tested.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(method -> method.getName().toLowerCase(Locale.ROOT))
                .toList();
        try (Stream<Path> folders = Files.list(maven.root().resolve("src").resolve("it"))) {
            assertThat(folders.map(folder -> folder.getFileName().toString().replaceAll("[- ]", "")))
                    .isNotEmpty()
                    .allSatisfy(folder -> assertThat(tests).contains(folder));
        }
    }
}
