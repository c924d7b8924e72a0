package dev.belay.command;

import dev.belay.command.Safeguards.Rehearsing;
import dev.belay.outcome.Environment;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RehearsalFigures;
import dev.belay.outcome.RehearsalFigures.LockTime;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code db.maxLockTime} against what a rehearsal has shown. A copy without rows shows which tables are locked, and not for
 * how long: there a limit can be seen to be broken, and not to be kept.
 */
record LockLimit(Safeguards guards, RunSteps steps, Environment environment) {

    /** @throws RefusalException when a lock is held for too long, unless the run is forced */
    void refuseTooLong(RehearsalFigures figures) {
        if (most().isEmpty()) {
            return;
        }
        List<String> tooLong = figures.locks().stream()
                .filter(lock -> lock.held().compareTo(most().get()) > 0)
                .map(LockLimit::words)
                .toList();
        if (!tooLong.isEmpty()) {
            steps.refuseUnlessForced(
                    guards.force(),
                    "a lock is held for longer than db.maxLockTime allows (" + seconds(most().get()) + ")",
                    tooLong,
                    "take shorter locks:  mvn db:check  shows how; or raise db.maxLockTime");
        }
    }

    /**
     * {@return what was to be measured, and was not: on record, and for the step's details; mostly empty}
     *
     * @param whyWithoutRows why the copy has no rows, although it was to have them
     * @throws RefusalException when that is so in production, unless the run is forced
     */
    List<String> unmeasured(RehearsalFigures figures, Optional<String> whyWithoutRows) {
        if (most().isEmpty() || figures.withData() || figures.locks().isEmpty()) {
            return List.of();
        }
        String what = "db.maxLockTime (" + seconds(most().get()) + ") was not checked: "
                + whyWithoutRows.orElse("the rehearsal had no rows");
        List<String> taken = figures.locks().stream()
                .map(lock -> lock.place() + " takes " + lock.mode() + " on " + lock.table())
                .toList();
        if (environment == Environment.PRODUCTION) {
            steps.refuseUnlessForced(
                    guards.force(),
                    what,
                    taken,
                    "let the rows be rehearsed (db.rehearsal, db.rehearsal.maxSize, db.backup.method), leave out"
                            + " db.maxLockTime, or add -Ddb.force=true");
        } else {
            steps.audit(what + "; " + String.join("; ", taken));
        }
        return List.of(what);
    }

    /**
     * {@return what was not measured since the rehearsal has failed: on record, and for the step's details; mostly empty}
     *
     * @param whyWithoutRows as above
     * @throws RefusalException as above
     */
    List<String> cutShort(RehearsalFigures figures, Optional<String> whyWithoutRows) {
        List<String> unmeasured = unmeasured(figures, whyWithoutRows);
        if (most().isEmpty() || !unmeasured.isEmpty()) {
            return unmeasured;
        }
        String what = "db.maxLockTime (" + seconds(most().get()) + ") was checked only as far as the rehearsal came";
        steps.audit(what);
        return List.of(what);
    }

    private Optional<Duration> most() {
        return guards.rehearsal().flatMap(Rehearsing::maxLockTime);
    }

    /** {@return {@code V42.sql:7:1 holds ACCESS EXCLUSIVE on orders for 8.4 s, 12 million rows}} */
    private static String words(LockTime lock) {
        return lock.place() + " holds " + lock.mode() + " on " + lock.table() + " for " + seconds(lock.held())
                + (lock.rows() < 0 ? "" : ", about " + lock.rows() + " rows");
    }

    /** {@return {@code 8.40 s}} */
    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }
}
