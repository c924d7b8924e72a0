package dev.belay.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;

class ConsoleLogTest {

    private static final String LINE = "upgrade · shop … Größe";

    @Test
    void leavesALineAloneWhereTheConsoleHasItsSigns() {
        assertThat(on(StandardCharsets.UTF_8).printable(LINE)).isEqualTo(LINE);
    }

    @Test
    void replacesTheSignsThatTheConsoleLacks() {
        assertThat(on(StandardCharsets.US_ASCII).printable(LINE)).isEqualTo("upgrade - shop ... Größe");
        assertThat(on(StandardCharsets.ISO_8859_1).printable(LINE)).isEqualTo("upgrade · shop ... Größe");
    }

    private static ConsoleLog on(Charset console) {
        return new ConsoleLog(new SystemStreamLog(), console);
    }
}
