package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.HistoryEntry.State;
import dev.belay.outcome.HistoryEntry.Undo;
import dev.belay.outcome.HistoryOutcome;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HistoryTextTest {

    private static HistoryEntry applied(String version, String description, State state, Undo undo) {
        return new HistoryEntry(
                OptionalInt.of(1),
                Optional.of(version),
                description,
                "SQL",
                "V" + version + "__x.sql",
                state,
                "Success",
                Optional.of(LocalDateTime.of(2026, 11, 20, 23, 15, 1)),
                Optional.of("deploy"),
                OptionalInt.of(1234),
                Optional.of(42),
                undo);
    }

    private static HistoryEntry pending(String version, String description) {
        return new HistoryEntry(
                OptionalInt.empty(),
                Optional.of(version),
                description,
                "SQL",
                "V" + version + "__x.sql",
                State.PENDING,
                "Pending",
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of(42),
                Undo.FILE);
    }

    private static String print(HistoryEntry... entries) {
        return Samples.print(HistoryText.lines(new HistoryOutcome(Samples.SHOP, List.of(entries)), Style.PLAIN));
    }

    @Test
    void alignsTheColumns() {
        assertThat(print(
                        applied("9", "add roles", State.APPLIED, Undo.KEPT),
                        applied("10", "orders", State.CHANGED, Undo.NONE),
                        pending("11", "add index")))
                .isEqualTo("""
                        [INFO] version  description  type  state    installed on         by      time   undo
                        [INFO] 9        add roles    SQL   applied  2026-11-20 23:15:01  deploy  1.2 s  kept
                        [WARN] 10       orders       SQL   changed  2026-11-20 23:15:01  deploy  1.2 s
                        [INFO] 11       add index    SQL   pending                                      script
                        [INFO] 2 applied, 1 pending, 1 changed.
                        """);
    }

    @Test
    void columnsThatNobodyFillsAreLeftOut() {
        assertThat(print(pending("1", "add roles"))).isEqualTo("""
                        [INFO] version  description  type  state    undo
                        [INFO] 1        add roles    SQL   pending  script
                        [INFO] Nothing is applied to shop yet; 1 pending.
                        """);
    }

    @Test
    void onlyADescriptionOfMoreThanSixtyCharactersIsCut() {
        assertThat(print(pending("1", "d".repeat(60)))).contains("d".repeat(60) + "  SQL");
        assertThat(print(pending("1", "d".repeat(61)))).contains("  " + "d".repeat(59) + "…  SQL");
    }

    @Test
    void aFailedScriptIsAnError() {
        assertThat(print(applied("1", "x", State.FAILED, Undo.NONE))).contains("[ERROR] 1        x");
    }

    @Test
    void noScriptsAtAllIsAFriendlyLine() {
        assertThat(print()).isEqualTo("[INFO] Nothing is applied to shop, and there are no scripts.\n");
    }
}
