package dev.belay.report;

import dev.belay.finding.Severity;
import dev.belay.outcome.BackupOutcome;
import dev.belay.outcome.BackupsOutcome;
import dev.belay.outcome.RestoreOutcome;
import dev.belay.outcome.RestorePreview;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Backups: made, listed, brought back. */
public final class BackupText {

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    /** Behind a command that reads an encrypted backup, for whoever has not typed the key. */
    public static final String ITS_KEY = " -Ddb.backup.key=<its key>";

    private BackupText() {}

    /** {@return where the backup is, and how to bring it back} */
    public static List<Line> lines(BackupOutcome outcome, Style style) {
        var lines = new ArrayList<Line>();
        outcome.removed().forEach(folder -> lines.add(Line.info("removed, its time being over: " + folder)));
        lines.add(Line.info(style.good("Backup of " + outcome.target().database() + " at version "
                        + outcome.version().orElse("none"))
                + ": " + Words.bytes(outcome.bytes())
                + (outcome.encrypted() ? ", encrypted" : "") + ", " + outcome.method() + ", "
                + Words.time(outcome.duration()) + ", in " + outcome.folder()));
        lines.add(Line.info("To bring it back: mvn db:restore -Ddb.backup="
                + RunWords.quoted(outcome.folder().toString())
                + (outcome.encrypted() ? ITS_KEY : "")));
        return lines;
    }

    /** {@return a table of the backups} */
    public static List<Line> lines(BackupsOutcome outcome, Style style) {
        var lines = new ArrayList<Line>();
        if (outcome.backups().isEmpty()) {
            lines.add(Line.info("No backups in " + outcome.dir() + "."));
            return lines;
        }
        var table = new TextTable("made", "database", "version", "size", "method", "state", "folder");
        for (BackupsOutcome.Found each : outcome.backups()) {
            table.row(
                    each.made().map(WHEN::format).orElse(""),
                    each.database().orElse(""),
                    each.version().orElse("none"),
                    Words.bytes(each.bytes()),
                    each.method().orElse("") + (each.encrypted() ? ", encrypted" : ""),
                    each.state(),
                    each.folder().toString());
        }
        List<String> rows = table.lines();
        lines.add(Line.info(style.faint(rows.get(0))));
        for (int i = 1; i < rows.size(); i++) {
            BackupsOutcome.Found each = outcome.backups().get(i - 1);
            boolean good = each.state().equals("good");
            lines.add(good ? Line.info(rows.get(i)) : Line.warn(style.severity(Severity.MEDIUM, rows.get(i))));
            each.troubles().forEach(trouble -> lines.add(Line.warn("    " + trouble)));
            each.unread().ifPresent(why -> lines.add(Line.info("    its contents were not looked into: " + why)));
        }
        return lines;
    }

    /** {@return what a restore would do} */
    public static List<Line> lines(RestorePreview preview, Style style) {
        var lines = new ArrayList<Line>();
        String database = preview.target().database();
        preview.lost()
                .forEach(lost -> lines.add(Line.warn("written since the backup: " + lost
                        + "; a restore would lose that, and needs -Ddb.acceptLoss")));
        lines.add(Line.info(style.good("A restore would take " + database + " from version "
                        + preview.versionBefore().orElse("none") + " to "
                        + preview.versionAfter().orElse("none"))
                + ", as it was at " + WHEN.format(preview.made()) + ". The backup is as it was written: "
                + preview.backup()));
        lines.add(Line.info("What " + database + " is now would be kept as " + database
                + "_failed_<time>, read-only. Nothing was changed."));
        return lines;
    }

    /** {@return where the database is now, and what it was before} */
    public static List<Line> lines(RestoreOutcome outcome, Style style) {
        var lines = new ArrayList<Line>();
        outcome.lost().forEach(lost -> lines.add(Line.warn("lost, as accepted: " + lost)));
        lines.add(Line.info(
                style.good(outcome.target().database() + " is at version "
                                + outcome.versionAfter().orElse("none")) + " (was "
                        + outcome.versionBefore().orElse("none") + "), restored from " + outcome.backup() + " in "
                        + Words.time(outcome.duration()) + "; nobody could connect for "
                        + Words.time(outcome.unavailable()) + "."));
        lines.add(Line.info("What it was before is kept as " + outcome.keptAs()
                + ", read-only; drop it when nobody needs it any more."));
        return lines;
    }
}
