package dev.belay.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.generate.Rename;
import dev.belay.script.QualifiedName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RenameQuestionTest {

    private static final Rename RENAME =
            new Rename(QualifiedName.of("public", "users"), Optional.of("name"), "full_name");

    @Test
    void onlyYesIsYes() {
        assertThat(new RenameQuestion(question -> " Y ").test(RENAME)).isTrue();
        assertThat(new RenameQuestion(question -> "yes").test(RENAME)).isTrue();
        assertThat(new RenameQuestion(question -> "").test(RENAME)).isFalse();
        assertThat(new RenameQuestion(question -> null).test(RENAME)).isFalse();
    }

    @Test
    void questionNamesBoth() {
        var asked = new StringBuilder();
        new RenameQuestion(question -> {
                    asked.append(question);
                    return "n";
                })
                .test(RENAME);
        assertThat(asked).hasToString("Has column public.users.name been renamed to full_name? (y/N) ");
    }
}
