package dev.belay.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionPatternTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 9, 14, 5, 7, 89_000_000);

    private static String next(String... written) {
        return VersionPattern.next(List.of(written), Set.of(), NOW);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // counted
                "1, 2",
                "9, 10",
                "007, 008",
                "099, 100",
                "1 3 2, 4",
                "10 20 30, 40",
                "100 200 300, 400",
                "10 20, 21",
                "10 20 30 31, 32",
                "99999999999999999999, 100000000000000000000",
                // dotted, and with underscores
                "1.9, 1.10",
                "2.0.3, 2.0.4",
                "1.1 1.2 1.09, 1.10",
                "1_9, 1_10",
                "2024.1, 2024.2",
                // times
                "20240115101500, 20260309140507",
                "20260309140507, 20260309140508",
                "20260309140559, 20260309140600",
                "20991231235959, 21000101000000",
                "20240115101500123, 20260309140507089",
                "202401151015, 202603091405",
                "202603091405, 202603091406",
                "2024_01_31_101500, 2026_03_09_140507",
                "2024.01.31.10.15.00, 2026.03.09.14.05.07",
                "20240131_101500, 20260309_140507",
                "20240131_1015, 20260309_1405",
                "1700000000, 1773065107",
                "1700000000123, 1773065107000",
                // dates
                "20240131, 20260309",
                "20260309, 20260309.1",
                "20260308 20260309 20260309.1, 20260309.2",
                "20240101 20240102 20240102.1, 20260309",
                "2024_01_31, 2026_03_09",
                "2026_03_09, 2026_03_09_1",
                "2024_01_31 2024_02_01 2024_02_01_1, 2026_03_09",
                // a date and a number
                "20240131_2, 20260309_1",
                "20260309_2, 20260309_3",
                "20270101_2, 20270101_3",
                "20240131_002, 20260309_001",
                "2024.01.31.1, 2026.03.09.1",
                "2024013101, 2026030901",
                "2026030909, 2026030910",
                "2026030999, 2026031001",
                "20240131_0 20240131_1, 20260309_0",
                "20240131_0001 20240131_0002, 20260309_0001",
                "20240131_16 20240201_17 20240203_18, 20260309_19",
                // no date after all
                "20241301, 20241302",
                "19010101, 19010102",
                // mixed: the highest version's way
                "1 2 20240115101500, 20260309140507",
                "1 2.1 2.2, 2.3",
                "1.1 1.2 2, 3",
            })
    void goesOnAsTheProjectDoes(String written, String next) {
        assertThat(next(written.split(" "))).isEqualTo(next);
    }

    @Test
    void beginsWithOne() {
        assertThat(next()).isEqualTo("1");
    }

    @Test
    void passesOverWhatIsTaken() {
        assertThat(VersionPattern.next(List.of("007"), versions("8", "9"), NOW)).isEqualTo("010");
        assertThat(VersionPattern.next(List.of("20240115101500"), versions("20260309140507"), NOW))
                .isEqualTo("20260309140508");
        assertThat(VersionPattern.next(List.of("20240131"), versions("20260309"), NOW))
                .isEqualTo("20260309.1");
        assertThat(VersionPattern.next(List.of(), versions("1", "2.0"), NOW)).isEqualTo("3");
    }

    private static Set<Version> versions(String... texts) {
        return Set.copyOf(Arrays.stream(texts).map(Version::of).toList());
    }
}
