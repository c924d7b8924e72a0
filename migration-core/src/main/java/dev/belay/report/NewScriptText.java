package dev.belay.report;

import dev.belay.outcome.NewScriptOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which scripts there are now. */
public final class NewScriptText {

    private NewScriptText() {}

    /** {@return the notes, the files, and what to do with them} */
    public static List<Line> lines(NewScriptOutcome outcome, Style style) {
        var lines = new ArrayList<Line>();
        outcome.notes().forEach(note -> lines.add(Line.warn(note)));
        String what = outcome.version()
                .map(version -> "version " + style.strong(version)
                        + outcome.after().map(after -> ", after " + after).orElse(", the first"))
                .orElse("a repeatable script");
        lines.add(Line.info((outcome.dryRun() ? "Would create " : "Created ") + what + ":"));
        for (Path file : outcome.files()) {
            lines.add(Line.info("  " + file));
        }
        lines.add(Line.info(
                outcome.dryRun()
                        ? "Nothing was written, since db.dryRun is set."
                        : "Next: write the SQL, then mvn db:check"));
        return lines;
    }
}
