package dev.belay.outcome;

import java.time.Duration;
import java.util.List;

/**
 * One step of a safeguarded run.
 *
 * @param step which
 * @param result how it ended
 * @param words what a person wants to know of it, on one line
 * @param details more of it, a line each; mostly empty
 * @param duration how long it took
 */
public record StepReport(Step step, Result result, String words, List<String> details, Duration duration) {

    public StepReport {
        details = List.copyOf(details);
    }

    /** The steps, in their order. */
    public enum Step {
        PREFLIGHT,
        CHECK,
        BACKUP,
        REHEARSAL,
        APPLY,
        VALIDATE,
        /** Only after a failure. */
        WAY_BACK,
        /** The first of a restore by hand: whether the backup is what was written. */
        VERIFY,
        /** The backup, into a database beside the live one. */
        RESTORE,
        /** What was restored, into the place of the live database. */
        SWAP,
        /** The only one of a repair: rows of the history become those of the scripts. */
        REPAIR,
        /** The last of a run with safeguards, however it ends: the files that tell of it. */
        REPORT;

        /** {@return the name as people read it: {@code way back}} */
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    /** How a step ended. */
    public enum Result {
        DONE,
        /** Done, and something should be looked at. */
        WARNED,
        /** Not done, since somebody asked for that or the environment does without. */
        SKIPPED,
        /** What it found forbids the next step. */
        REFUSED,
        FAILED
    }
}
