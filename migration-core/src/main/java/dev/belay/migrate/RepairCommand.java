package dev.belay.migrate;

import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.output.RepairOutput;
import org.flywaydb.core.api.output.RepairResult;
import org.flywaydb.core.internal.command.DbRepair;

/** Flyway's own repair of the history. */
record RepairCommand(FlywayScope scope) {

    /** {@return what was done, a line each} */
    List<String> repair() {
        RepairResult result = new DbRepair(
                        scope.database(), scope.resolver(), scope.history(), scope.callbacks(), scope.configuration())
                .repair();
        var done = new ArrayList<String>();
        lines(result.migrationsRemoved, "removed: the failed row of ", done);
        lines(result.migrationsDeleted, "marked as deleted, its script being gone: ", done);
        lines(result.migrationsAligned, "aligned with its script: ", done);
        return done;
    }

    private static void lines(List<RepairOutput> outputs, String what, List<String> done) {
        outputs.forEach(output -> done.add(what
                + (output.filepath == null || output.filepath.isBlank()
                        ? "version " + output.version + " (" + output.description + ")"
                        : output.filepath)));
    }
}
