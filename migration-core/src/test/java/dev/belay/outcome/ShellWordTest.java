package dev.belay.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ShellWordTest {

    private static final String LINUX = "Linux";
    private static final String WINDOWS = "Windows 11";

    @Test
    void whatNoShellReadsOtherwiseIsAsItIs() {
        assertThat(ShellWord.of("target/db/plan-1.json", LINUX)).isEqualTo("target/db/plan-1.json");
        assertThat(ShellWord.of("-Ddb.url=jdbc:postgresql://h:1/shop", LINUX))
                .isEqualTo("-Ddb.url=jdbc:postgresql://h:1/shop");
        assertThat(ShellWord.of("C:\\backups\\shop", WINDOWS)).isEqualTo("C:\\backups\\shop");
        assertThat(ShellWord.of("-Ddb.url=jdbc:postgresql://h:1/shop", WINDOWS))
                .isEqualTo("-Ddb.url=jdbc:postgresql://h:1/shop");
    }

    @Test
    void aPosixShellGetsSingleQuotes() {
        assertThat(ShellWord.of("my backups/it's", LINUX)).isEqualTo("'my backups/it'\\''s'");
        assertThat(ShellWord.of("C:\\backups", LINUX)).isEqualTo("'C:\\backups'");
        assertThat(ShellWord.of("", LINUX)).isEqualTo("''");
    }

    /** To cmd a single quote is a letter, and a backslash before the closing quote would take it away. */
    @Test
    void cmdGetsDoubleQuotes() {
        assertThat(ShellWord.of("C:\\my backups\\it's", WINDOWS)).isEqualTo("\"C:\\my backups\\it's\"");
        assertThat(ShellWord.of("C:\\my backups\\", WINDOWS)).isEqualTo("\"C:\\my backups\\\\\"");
        assertThat(ShellWord.of("-Ddb.url=jdbc:postgresql://h/shop?a=1&b=2", WINDOWS))
                .isEqualTo("\"-Ddb.url=jdbc:postgresql://h/shop?a=1&b=2\"");
        assertThat(ShellWord.of("a \\\"b\"", WINDOWS)).isEqualTo("\"a \\\\\\\"b\\\"\"");
        assertThat(ShellWord.of("a,b", WINDOWS)).isEqualTo("\"a,b\"");
        assertThat(ShellWord.of("", WINDOWS)).isEqualTo("\"\"");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aPosixShellReadsOneWord() throws IOException {
        for (String text : List.of("it's $HOME `x` \"y\" \\ * ; & |", "a b", "-Ddb.x={a,b}", "~", "$(x)\n!")) {
            Process shell = new ProcessBuilder("sh", "-c", "printf %s " + ShellWord.of(text, LINUX)).start();
            assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(text);
        }
    }
}
