package dev.belay.command;

import dev.belay.backup.LeftDatabases;
import dev.belay.migrate.KilledRun;
import dev.belay.migrate.Migrations;
import dev.belay.migrate.PastRuns;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.Leftovers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What runs that were killed have left: it is taken away before the next one begins, and said. */
final class KilledRuns {

    private KilledRuns() {}

    /**
     * Ends their sessions, those of their programs too, drops their databases, and takes back half-done scripts of which
     * that is safe.
     *
     * @param connection of a run that holds the run lock, in auto-commit mode
     * @param database its database
     * @return the runs that were killed since one last looked
     * @throws BelayException when a session cannot be ended
     */
    static List<KilledRun> tidy(
            Connection connection, String database, RunId run, Migrations migrations, Progress progress) {
        List<KilledRun> killed = migrations.pastRuns().killed();
        List<RunId> dead = killed.stream().map(KilledRun::run).toList();
        if (!dead.isEmpty()) {
            Leftovers.end(connection, dead, Leftovers.DEFAULT_WAIT, progress);
        }
        String left = left(drop(connection, database, run, dead, progress))
                + migrations.takeBackInterrupted().stream()
                        .map(line -> "; " + line)
                        .collect(Collectors.joining());
        var words = new ArrayList<String>();
        for (KilledRun one : killed) {
            Optional<String> restored = aside(connection, database, one.run(), progress);
            String line = one.describe() + restored.orElse("");
            note(migrations.pastRuns(), one, restored.isPresent(), line + left);
            words.add(line);
        }
        if (!killed.isEmpty()) {
            progress.info(String.join("; ", words) + left);
        } else if (!left.isEmpty()) {
            progress.info("an earlier run was killed" + left);
        }
        return killed;
    }

    /** The journal of one that came to restore its backup is that of the moment before: the same scripts must not run again. */
    private static void note(PastRuns runs, KilledRun killed, boolean restored, String line) {
        if (restored && killed.restoresAsWayBack()) {
            runs.seenRestored(killed, line);
        } else {
            runs.seen(killed, line);
        }
    }

    /** Says which runs were killed, where this one only looks; the next that writes tidies up behind them. */
    static void tell(Migrations migrations, Progress progress) {
        List<KilledRun> interrupted = migrations.pastRuns().interrupted();
        if (!interrupted.isEmpty()) {
            progress.warn(String.join(
                            "; ", interrupted.stream().map(KilledRun::describe).toList())
                    + "; the next goal that writes clears away what it has left");
        }
    }

    /** {@return that it had put a backup in the place of the database, which its journal ends before; empty when it had not} */
    private static Optional<String> aside(Connection connection, String database, RunId run, Progress progress) {
        try {
            return LeftDatabases.aside(connection, database, run)
                    .map(name -> "; by then it had put the backup in the place of " + database
                            + ", and what was live is " + name);
        } catch (SQLException e) {
            progress.detail("whether run " + run + " has restored a backup is not known: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static List<String> drop(
            Connection connection, String database, RunId run, List<RunId> dead, Progress progress) {
        try {
            return LeftDatabases.drop(connection, database, run, dead);
        } catch (SQLException e) {
            progress.warn("a database that a killed run has left was not dropped: " + e.getMessage());
            return List.of();
        }
    }

    private static String left(List<String> dropped) {
        return dropped.isEmpty() ? "" : "; dropped what it left: " + String.join(", ", dropped);
    }
}
