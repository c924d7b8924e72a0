package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckReportsTest {

    @TempDir
    Path temp;

    @Test
    void writesAFileForEachFormatThatHasOneAndNothingElse() throws IOException {
        Path folder = temp.resolve("target/db");
        List<Path> files = CheckReports.write(EnumSet.allOf(ReportFormat.class), folder, CheckSample.report());
        assertThat(files.stream().map(file -> file.getFileName().toString()).toList())
                .containsExactly(
                        "check.json",
                        "check.sarif",
                        "TEST-belay-check.xml",
                        "gl-code-quality-report.json",
                        "check.md",
                        "report.html");
        try (var written = Files.list(folder)) {
            assertThat(written).containsExactlyInAnyOrderElementsOf(files);
        }
    }

    @Test
    void formatsAreReadAsPeopleTypeThem() {
        assertThat(ReportFormat.parse(Arrays.asList(" SARIF", "html", null, "", "sarif")))
                .containsExactly(ReportFormat.SARIF, ReportFormat.HTML);
    }

    @Test
    void anUnknownFormatIsRefusedWithTheNearestOne() {
        assertThatThrownBy(() -> ReportFormat.parse(List.of("text", "sarfi")))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.reports names a format that is not known: sarfi")
                .hasMessageContaining("Did you mean sarif?");
    }

    @Test
    void quantitiesAreReadable() {
        assertThat(List.of(
                        Words.bytes(999),
                        Words.bytes(8_192),
                        Words.bytes(999_600),
                        Words.bytes(1_850_000_000L),
                        Words.bytes(25_000_000_000_000L)))
                .containsExactly("999 B", "8 kB", "1.0 MB", "1.9 GB", "25 TB");
        assertThat(List.of(
                        Words.shortTime(Duration.ofNanos(400_000)),
                        Words.shortTime(Duration.ofMillis(380)),
                        Words.shortTime(Duration.ofSeconds(2))))
                .containsExactly("0.4 ms", "380 ms", "2.0 s");
        assertThat(Words.cut("ab💥cd", 4)).isEqualTo("ab…");
    }

    @Test
    void whatCannotBeSeenIsShown() {
        assertThat(Visible.of("a\r\nb\rc\td\u0000\u007f\u0085\ufeff\ud800\uffff"))
                .isEqualTo("a\nb\nc\td␀␡⟦U+0085⟧\ufeff⟦U+D800⟧⟦U+FFFF⟧");
    }
}
