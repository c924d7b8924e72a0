package dev.belay.report;

import dev.belay.outcome.Direction;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RehearsalFigures;
import dev.belay.outcome.RehearsalFigures.LockTime;
import dev.belay.outcome.RehearsalFigures.WayBack;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.ShellWord;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Step;
import dev.belay.outcome.TargetInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the reports of a run say in the same words. */
final class RunWords {

    private static final int COMMIT = 7;

    private RunWords() {}

    /** A command to type, and when. */
    record Way(String label, String command) {}

    /** {@return {@code rolled back}} */
    static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** {@return the first letters of a commit's name} */
    static String shortCommit(String commit) {
        return Visible.of(commit.substring(0, Math.min(COMMIT, commit.length())));
    }

    /** {@return how it ended and where the database is now, in a few words} */
    static String verdict(RunReport report) {
        String database = report.target().database();
        String at = at(report);
        return switch (report.result()) {
            case SUCCEEDED -> at + was(report);
            case REFUSED ->
                report.versionBefore().equals(report.versionAfter())
                        ? "refused; nothing of " + database + " was changed"
                        : "refused; " + at + was(report);
            case ROLLED_BACK -> "failed and was taken back; " + at + asBefore(report);
            case RESTORED ->
                "failed; " + database + " was put back from the backup"
                        + report.versionAfter()
                                .map(version -> ", at version " + version)
                                .orElse("");
            case FAILED -> "failed; " + at;
            case INVALID ->
                "applied, but " + database + " is not as it should be"
                        + report.versionAfter()
                                .map(version -> ", at version " + version)
                                .orElse("");
        };
    }

    private static String at(RunReport report) {
        String database = report.target().database();
        return report.versionAfter()
                .map(version -> database + " is at version " + version)
                .orElse(
                        report.result() == Result.FAILED
                                ? "it is not known at what version " + database + " is"
                                : database + " has no version");
    }

    private static String was(RunReport report) {
        return report.versionBefore().equals(report.versionAfter())
                ? ""
                : " (was " + report.versionBefore().orElse("empty") + ")";
    }

    private static String asBefore(RunReport report) {
        return report.versionBefore().equals(report.versionAfter()) ? ", as before" : was(report);
    }

    /** {@return {@code good}, {@code warn} when the database is as before, or {@code bad}: what a colour says} */
    static String mood(RunReport report) {
        return switch (report.result()) {
            case SUCCEEDED -> report.everyWarning().isEmpty() ? "good" : "warn";
            case REFUSED, ROLLED_BACK, RESTORED -> "warn";
            case FAILED, INVALID -> "bad";
        };
    }

    /** {@return the database, the server and the run, on one line} */
    static String setting(RunReport report) {
        TargetInfo target = report.target();
        var parts = new ArrayList<String>();
        parts.add(target.database() + " at " + target.server() + ", PostgreSQL " + target.serverVersion()
                + (target.embedded() ? ", embedded" : ""));
        parts.add(target.environment().toString());
        parts.add("run " + report.run());
        report.gitCommit().ifPresent(commit -> parts.add("commit " + shortCommit(commit)));
        report.plan().ifPresent(plan -> parts.add("plan " + plan));
        return Visible.of(String.join(" · ", parts));
    }

    /**
     * {@return how to get back to where it was; empty when the run has left nothing to go back from, or nothing is
     * known to lead back}
     */
    static Optional<Way> wayBack(RunReport report) {
        boolean stands = report.result() == Result.SUCCEEDED || report.result() == Result.INVALID;
        boolean moved = !report.versionBefore().equals(report.versionAfter());
        if (!stands || report.applied().isEmpty() || !moved) {
            return Optional.empty();
        }
        return switch (report.goal()) {
            case "upgrade" -> fromUpgrade(report);
            case "downgrade" ->
                report.versionBefore()
                        .map(version -> new Way("Up again", "mvn db:upgrade -Ddb.target=" + quoted(version)));
            default -> Optional.empty();
        };
    }

    /** The undo scripts where the rehearsal saw them lead back; else the backup, which always does. */
    private static Optional<Way> fromUpgrade(RunReport report) {
        String down =
                "mvn db:downgrade -Ddb.target=" + quoted(report.versionBefore().orElse("base"));
        boolean shown =
                report.rehearsal().map(figures -> figures.wayBack().restores()).orElse(false);
        if (shown) {
            return Optional.of(new Way("Way back", down));
        }
        Optional<Way> restore = report.backup()
                .map(backup -> new Way(
                        "Way back, without what is written from now on",
                        "mvn db:restore -Ddb.backup=" + quoted(backup)));
        return report.rehearsal().isPresent() || restore.isPresent()
                ? restore
                : Optional.of(new Way("Way back, not rehearsed", down));
    }

    /** {@return {@code 2 scripts undone, 1 repeatable script put back}} */
    static String undone(int versions, int repeatables) {
        return Words.count(versions, "script") + " undone"
                + (repeatables == 0 ? "" : ", " + Words.count(repeatables, "repeatable script") + " put back");
    }

    /** {@return what a run's scripts were for, and how many they were} */
    static String did(RunReport report) {
        if (!report.goal().equals("downgrade")) {
            return Words.count(report.applied().size(), "script") + " applied";
        }
        int versions = (int) report.applied().stream()
                .filter(script -> script.version().isPresent())
                .count();
        return undone(versions, report.applied().size() - versions);
    }

    /** {@return the text as one word of a POSIX shell} */
    static String quoted(String word) {
        return ShellWord.of(Visible.of(word));
    }

    /** {@return what was taken back, where a step says so and the problem's state does not say the same} */
    static Optional<String> takenBack(RunReport report) {
        String state = report.problem().flatMap(Problem::state).orElse("");
        return report.steps().stream()
                .filter(step -> step.step() == Step.WAY_BACK)
                .map(StepReport::words)
                .filter(words -> !words.isBlank() && !state.contains(words))
                .map(words -> Visible.of(words.endsWith(".") ? words : words + "."))
                .findFirst();
    }

    /** {@return how a step's time is said} */
    static String time(StepReport step) {
        return step.result() == StepReport.Result.SKIPPED ? "skipped" : Words.time(step.duration());
    }

    /** {@return what the rehearsal has shown, a part each} */
    static List<String> rehearsal(RehearsalFigures figures) {
        var parts = new ArrayList<String>();
        parts.add("on " + Visible.of(figures.copy()) + (figures.withData() ? ", with all rows" : ", without rows"));
        parts.add("copied in " + Words.time(figures.restore()));
        if (figures.direction() == Direction.DOWN) {
            figures.down().ifPresent(down -> parts.add("down " + Words.time(down)));
            if (!figures.up().isZero()) {
                parts.add("up again " + Words.time(figures.up()));
            }
            parts.add(upAgain(figures.wayBack()));
            return parts;
        }
        parts.add("up " + Words.time(figures.up()));
        figures.down().ifPresent(down -> parts.add("down " + Words.time(down)));
        parts.add(wayBack(figures.wayBack()));
        return parts;
    }

    /** {@return what taking the scripts back led to} */
    static String wayBack(WayBack wayBack) {
        return switch (wayBack) {
            case EXACT -> "schema back exactly";
            case COLUMN_ORDER -> "schema back but for the order of columns";
            case DIFFERS -> "the undo scripts leave another schema";
            case FAILED -> "an undo script failed";
            case NO_UNDO -> "not all scripts have an undo script";
            case NOT_AGAIN -> "taken back, but could not be applied again";
        };
    }

    /** {@return what applying the scripts of a downgrade again led to} */
    static String upAgain(WayBack wayBack) {
        return switch (wayBack) {
            case EXACT -> "then the schema as before";
            case COLUMN_ORDER -> "then the schema as before but for the order of columns";
            case DIFFERS -> "then another schema than before";
            case FAILED, NOT_AGAIN -> "the versioned scripts could not be applied again";
            case NO_UNDO -> "not applied again: the text of a versioned script is missing";
        };
    }

    /** {@return {@code 12.0 million rows}; empty when the number is not known} */
    static String rows(LockTime lock) {
        if (lock.rows() < 0) {
            return "";
        }
        if (lock.rows() < 1_000_000) {
            return String.format(Locale.ROOT, "%,d row%s", lock.rows(), lock.rows() == 1 ? "" : "s");
        }
        return String.format(Locale.ROOT, "%,.1f million rows", lock.rows() / 1e6);
    }
}
