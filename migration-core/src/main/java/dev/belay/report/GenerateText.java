package dev.belay.report;

import dev.belay.finding.Finding;
import dev.belay.finding.Severity;
import dev.belay.outcome.GenerateOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What db:generate wrote, what it left out, and what is left to do by hand. */
public final class GenerateText {

    private GenerateText() {}

    /** {@return all of it; the scripts themselves only where no file was made} */
    public static List<Line> lines(GenerateOutcome outcome, Style style) {
        var lines = new ArrayList<Line>();
        outcome.notes().forEach(note -> lines.add(Line.warn(Visible.of(note))));
        outcome.renames().forEach(rename -> lines.add(Line.info("renamed: " + Visible.of(rename))));
        outcome.scripts().forEach(script -> add(lines, script, outcome.dryRun(), style));
        outcome.findings().stream()
                .filter(finding -> finding.severity() != Severity.LOW)
                .forEach(finding -> add(lines, finding, style));
        leftOut(lines, outcome);
        if (!outcome.remaining().isEmpty()) {
            lines.add(
                    Line.warn("Still different afterwards, since Belay cannot write it; it is for you (mvn db:new):"));
            outcome.remaining().forEach(line -> lines.add(Line.warn("  " + Visible.of(line))));
        }
        if (outcome.columnOrder()) {
            lines.add(Line.info("Some columns stand in another order than wanted, which PostgreSQL cannot change."));
        }
        lines.add(sum(outcome, style));
        if (!outcome.scripts().isEmpty()) {
            lines.add(Line.info(
                    outcome.dryRun()
                            ? "Nothing was written, since db.dryRun is set."
                            : "Next: read what it does to rows, then mvn db:check db:test"));
        }
        return lines;
    }

    private static void add(List<Line> lines, GenerateOutcome.Script script, boolean dryRun, Style style) {
        lines.add(Line.info(
                style.strong(Visible.of(script.script())) + ": " + Words.count(script.statements(), "statement")
                        + ", undone " + (script.undone() ? "exactly" : "but for the order of columns")));
        for (Path file : script.files()) {
            lines.add(Line.info("  " + (dryRun ? "would write " : "wrote ") + file));
        }
        if (dryRun) {
            script.text().lines().forEach(line -> lines.add(Line.info("  | " + Visible.of(line))));
            lines.add(Line.info("  | -- and the way back:"));
            script.undoText().lines().forEach(line -> lines.add(Line.info("  | " + Visible.of(line))));
        }
    }

    private static void add(List<Line> lines, Finding finding, Style style) {
        lines.add(Line.warn(Visible.of(finding.place()) + " · "
                + style.severity(finding.severity(), finding.severity().toString()) + " · " + finding.rule()
                + " · " + Visible.of(finding.message().lines().findFirst().orElse(""))));
    }

    private static void leftOut(List<Line> lines, GenerateOutcome outcome) {
        if (!outcome.leftOut().isEmpty()) {
            lines.add(
                    Line.warn("Left out, since it loses what nobody can bring back; -Ddb.destructive=true writes it:"));
            outcome.leftOut()
                    .forEach(loss -> lines.add(Line.warn("  "
                            + Visible.of(loss.sql().replaceAll("\\s+", " ")) + ";  loses " + Visible.of(loss.what()))));
        }
        if (!outcome.candidates().isEmpty()) {
            lines.add(Line.warn("Where it is only another name, say so, and what is in it stays:"));
            outcome.candidates().forEach(candidate -> lines.add(Line.warn("  -Ddb.renames=" + Visible.of(candidate))));
        }
    }

    private static Line sum(GenerateOutcome outcome, Style style) {
        if (outcome.scripts().isEmpty()) {
            boolean same = outcome.leftOut().isEmpty() && outcome.remaining().isEmpty();
            return Line.info(
                    same
                            ? style.good("The scripts make the wanted schema; there is nothing to write.")
                            : "There is nothing else to write.");
        }
        long low = outcome.findings().stream()
                .filter(finding -> finding.severity() == Severity.LOW)
                .count();
        return Line.info(Words.count(outcome.scripts().size(), "pair")
                + (outcome.dryRun() ? " to be written" : " written") + ", tried on " + outcome.server()
                + "; a check has "
                + Words.count(outcome.findings().size(), "finding")
                + (low == 0 ? "" : ", of which " + low + " low (mvn db:check shows them)") + ".");
    }
}
