package dev.belay.command;

import dev.belay.backup.BackupMethod;
import dev.belay.backup.Backups;
import dev.belay.backup.WithoutSchema;
import dev.belay.command.Safeguards.Backing;
import dev.belay.outcome.RestoreOutcome;
import dev.belay.report.RunReports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** Restores by hand, of a database at version 1. */
abstract class RestoreSuite extends TakenBackSuite {

    @BeforeEach
    void mayTakeItsPlace() {
        scenario.mayRestore();
    }

    Path backup(Scenario of) {
        return backup(of, 30);
    }

    Path backup(Scenario of, int keepDays) {
        var backing = new Backing(
                BackupMethod.PG_DUMP, folder, keepDays, Optional.empty(), Optional.empty(), Optional.empty());
        return of.discreet(() -> MakeBackup.run(new MakeBackup.Request(of.request(), backing)))
                .folder();
    }

    RestoreOutcome restore(Path backup, boolean acceptLoss, boolean force) {
        return scenario.discreet(() -> RestoreBackup.run(new RestoreBackup.Request(
                scenario.request(),
                backup,
                Optional.empty(),
                Optional.empty(),
                acceptLoss,
                force,
                Optional.empty(),
                RunReports.NONE)));
    }

    String otherOwner(Path backup) throws IOException {
        String other = scenario.database().name() + "_other";
        WithoutSchema.other(
                new Backups().open(backup),
                "\"owner\",\n    \"identity\" : \"table public.customer\",\n    \"definition\" : \"" + scenario.owner(),
                "\"owner\",\n    \"identity\" : \"table public.customer\",\n    \"definition\" : \"" + other);
        return other;
    }

    /** {@return result, version and what is on record of each restore} */
    List<String> runs() {
        return scenario.superuser()
                .query("SELECT result, version_after, audit FROM belay.run WHERE goal = 'restore' ORDER BY started_at");
    }

    List<String> steps() {
        return scenario.superuser().query("SELECT step, result FROM belay.run_step ORDER BY ordinal");
    }
}
