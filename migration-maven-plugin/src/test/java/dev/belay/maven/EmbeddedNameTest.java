package dev.belay.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.server.ServerKind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedNameTest {

    private static final Path FOLDER = Path.of("projects", "shop").toAbsolutePath();

    @Test
    void namesTheDatabaseAfterTheProject() {
        assertThat(EmbeddedName.of("org.example", "web-shop", FOLDER).database())
                .isEqualTo("web_shop");
    }

    @Test
    void keepsFoldersOfOneProjectApart() {
        assertThat(EmbeddedName.of("org.example", "shop", FOLDER).key())
                .startsWith("shop-")
                .isEqualTo(EmbeddedName.of("org.example", "shop", FOLDER).key())
                .isNotEqualTo(EmbeddedName.of("org.example", "shop", FOLDER.resolve("copy"))
                        .key());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "my shop",
                "..",
                "Überweisung",
                "--",
                "a-very-long-name-0123456789-0123456789-0123456789-0123456789-0123456789"
            })
    void isAlwaysAName(String folder) {
        EmbeddedName name = EmbeddedName.of("", folder, FOLDER);
        assertThat(new ServerKind.Kept(name.key(), Duration.ZERO).key()).isNotBlank();
        assertThat(name.database()).matches("[a-z0-9_]{1,60}");
    }
}
