package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class VeilTest {

    private static final String PASSWORD = "p'@:/% \\x$1";

    @Test
    void passwordsOfTheEnvironmentAreNotShown() {
        var veil = Veil.over(Map.of("PGPASSWORD", PASSWORD, "POSTGRES_PASSWORD", "other", "PGUSER", "me"));
        assertThat(veil.apply("me: " + PASSWORD + ", other, " + PASSWORD)).isEqualTo("me: ***, ***, ***");
        assertThat(Veil.over(Map.of("PGPASSWORD", "")).apply("as it is")).isEqualTo("as it is");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aCommandThatPrintsItsPasswordIsHeardWithoutIt(@TempDir Path folder) throws IOException {
        var said = new CopyOnWriteArrayList<String>();
        List<String> command = List.of("sh", "-c", "echo \"with $PGPASSWORD\"; exit 3");
        try (ClientRun run = ClientRun.start(folder, command, Map.of("PGPASSWORD", PASSWORD), said::add)) {
            assertThat(run.await()).isEqualTo(3);
            assertThat(run.lastWords()).containsExactly("with ***");
        }
        assertThat(said).containsExactly("with ***");
    }
}
