package dev.belay.command;

import dev.belay.migrate.Migrations;
import dev.belay.outcome.PastRun;
import dev.belay.outcome.RunId;
import java.util.Set;
import java.util.stream.Collectors;

/** The runs that may still need their backups. */
final class UnfinishedRuns {

    private UnfinishedRuns() {}

    /** {@return those of which the journal has neither an end nor that a later run has tidied up behind them} */
    static Set<RunId> of(Migrations migrations) {
        return migrations.pastRuns().all().stream()
                .filter(run -> run.result().isEmpty())
                .filter(run -> run.audit().stream().noneMatch(line -> line.startsWith("seen by run ")))
                .map(PastRun::run)
                .collect(Collectors.toUnmodifiableSet());
    }
}
