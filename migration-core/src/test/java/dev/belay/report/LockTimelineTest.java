package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.report.HtmlPage.Timeline;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockTimelineTest {

    private static final Timeline TIMELINE = LockTimeline.of(CheckSample.outcome());

    private static List<String> bars(String table) {
        return TIMELINE.tables().stream()
                .filter(row -> row.name().equals(table))
                .flatMap(row -> row.bars().stream())
                .map(bar -> bar.mode() + ": " + bar.where())
                .toList();
    }

    @Test
    void aLockLastsToTheEndOfItsTransaction() {
        assertThat(bars("public.legacy_invoice"))
                .containsExactly("ACCESS EXCLUSIVE: V42__drop_legacy.sql, statements 1 to 3");
    }

    @Test
    void theStrongestLockCounts() {
        assertThat(bars("public.orders"))
                .containsExactly(
                        "SHARE: V41__order_state.sql, statement 2",
                        "SHARE ROW EXCLUSIVE: V41__order_state.sql, statements 3 to 4");
    }

    @Test
    void tablesAreOrderedByTheirStrongestLockAndNewOnesAreLeftOut() {
        assertThat(TIMELINE.tables().stream().map(HtmlPage.TableRow::name).toList())
                .containsExactly(
                        "public.customer",
                        "public.legacy_invoice",
                        "public.orders",
                        "public.order_audit_log_of_every_change");
    }

    @Test
    void longerStatementsAreWider() {
        HtmlPage.Column set = TIMELINE.statements().get(0);
        HtmlPage.Column build = TIMELINE.statements().get(1);
        assertThat(build.width()).isGreaterThan(set.width());
        assertThat(build.x()).isEqualTo(set.x() + set.width());
    }

    @Test
    void theLegendNamesTheModesThatAreDrawn() {
        assertThat(TIMELINE.modes().stream().map(HtmlPage.Mode::label).toList())
                .containsExactly("AX", "SRX", "SH", "SUX", "RX");
    }
}
