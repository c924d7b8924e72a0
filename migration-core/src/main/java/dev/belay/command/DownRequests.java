package dev.belay.command;

import dev.belay.migrate.AppliedProject;
import dev.belay.migrate.DownTarget;
import dev.belay.rehearsal.DownRehearsal;
import dev.belay.validation.Assertions;
import dev.belay.validation.Violation;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the request of a downgrade's rehearsal.
 *
 * @param down what is taken back
 * @param applied what the database has applied
 */
record DownRequests(Safeguards guards, DownTarget.Exactly down, AppliedProject applied) {

    /** @param untold hears of assertions that could not be asked */
    DownRehearsal.Request of(OpenDatabase database, List<String> untold) {
        return new DownRehearsal.Request(
                applied.project(),
                applied.missing().isEmpty(),
                down,
                new UndoingScripts(applied.project(), down).writeRows(),
                database.migrations().historyTable(),
                guards.timeout().isZero() ? Duration.ofHours(24) : guards.timeout(),
                connection -> violations(connection, untold));
    }

    /** What asks for something that this version does not have yet says nothing against it. */
    private List<String> violations(Connection connection, List<String> untold) {
        var wrong = new ArrayList<String>();
        for (Violation violation : Assertions.check(connection, guards.assertions(), Assertions.PATIENCE)
                .violations()) {
            (violation.wasAsked() ? wrong : untold).add(violation.toString());
        }
        return wrong;
    }
}
