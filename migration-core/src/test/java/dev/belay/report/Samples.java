package dev.belay.report;

import dev.belay.finding.Evidence;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.outcome.AppliedScript;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.CheckedScript;
import dev.belay.outcome.CheckedScript.Basis;
import dev.belay.outcome.CheckedScript.CheckedStatement;
import dev.belay.outcome.Environment;
import dev.belay.outcome.Impact;
import dev.belay.outcome.TargetInfo;
import dev.belay.script.Position;
import dev.belay.script.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Records that several of the report tests write. */
final class Samples {

    static final TargetInfo SHOP = new TargetInfo("shop", "db.example.org:5432", "16.4", false, Environment.PRODUCTION);

    private Samples() {}

    static Finding dropTable() {
        return new Finding(
                new RuleId("drop-table-loses-data"),
                Severity.HIGH,
                Evidence.STATIC,
                "V41__drop.sql",
                "/project/V41__drop.sql",
                Optional.of(new Span(new Position(20, 3, 1), new Position(37, 3, 18))),
                Optional.of("DROP TABLE orders"),
                "Every row of orders is lost.",
                "Rename it first.\nDrop it a release later.");
    }

    static Finding noUndo() {
        return noUndo("V42__x.sql");
    }

    static Finding noUndo(String script) {
        return new Finding(
                new RuleId("no-undo-script"),
                Severity.MEDIUM,
                Evidence.STATIC,
                script,
                "/project/" + script,
                Optional.empty(),
                Optional.empty(),
                "There is no way back.",
                "");
    }

    static CheckOutcome check(boolean advisory, Finding... findings) {
        return new CheckOutcome(
                "new against origin/main (a1b2c3d)",
                advisory,
                Optional.empty(),
                Optional.of("no server"),
                List.of(script("V41__drop.sql", Basis.READ, Basis.READ), script("V42__x.sql", Basis.OPAQUE)),
                List.of(findings),
                List.of(),
                List.of(),
                Impact.NONE,
                Duration.ofMillis(2140));
    }

    /** A script of so many lines, each of which cannot be read. */
    static CheckOutcome unread(int lines) {
        List<CheckedStatement> statements = IntStream.rangeClosed(1, lines)
                .mapToObj(line -> new CheckedStatement(
                        line,
                        new Span(new Position(0, line, 1), new Position(8, line, 9)),
                        Basis.OPAQUE,
                        Optional.empty()))
                .toList();
        return new CheckOutcome(
                "all",
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(new CheckedScript("V1__x.sql", "/project/V1__x.sql", true, "SELEKT x;", statements)),
                List.of(),
                List.of(),
                List.of(),
                Impact.NONE,
                Duration.ZERO);
    }

    private static CheckedScript script(String name, Basis... statements) {
        var span = new Span(new Position(0, 7, 3), new Position(8, 7, 11));
        return new CheckedScript(
                name,
                "/project/" + name,
                true,
                "SELEKT x;",
                IntStream.range(0, statements.length)
                        .mapToObj(i -> new CheckedStatement(i + 1, span, statements[i], Optional.empty()))
                        .toList());
    }

    static AppliedScript applied(String version) {
        return new AppliedScript(
                Optional.of(version), "add roles", "V" + version + "__add_roles.sql", Duration.ofMillis(40), true);
    }

    /** A line as Maven prints it. */
    static String print(List<Line> lines) {
        return lines.stream()
                .map(line -> "[" + line.level() + "] " + line.text() + "\n")
                .collect(Collectors.joining());
    }
}
