package dev.belay.command;

import dev.belay.finding.Finding;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What scripts do outside of their database: roles, databases, files, other servers. A copy in the same server does not
 * keep that apart, and dropping the copy takes none of it back.
 */
final class Elsewhere {

    private static final Set<String> RULES = Set.of(
            "cluster-wide-change",
            "server-is-changed",
            "copy-leaves-the-database",
            "function-leaves-the-database",
            "foreign-table-is-written");

    /** What did not run there shows nothing of where it reaches. */
    private static final Set<String> UNSEEN =
            Set.of("statement-fails", "statement-times-out", "statement-ends-session");

    private Elsewhere() {}

    /**
     * Refuses a rehearsal in the database's own server for scripts that reach further.
     *
     * @param checked what the check has found; empty when there was none
     * @throws RefusalException naming what reaches further, or that nobody has looked
     */
    static void requireNone(Optional<CheckOutcome> checked) {
        if (checked.isEmpty()) {
            throw refused("nobody has looked whether these scripts reach beyond their database", List.of());
        }
        List<String> found = findings(checked.get())
                .filter(finding -> RULES.contains(finding.rule().value()))
                .map(CheckStep::line)
                .toList();
        if (!found.isEmpty()) {
            throw refused("these scripts reach beyond their database", found);
        }
        List<String> unseen = Stream.concat(
                        checked.get().untraced().stream(),
                        findings(checked.get())
                                .filter(finding ->
                                        UNSEEN.contains(finding.rule().value()))
                                .map(CheckStep::line))
                .toList();
        if (!unseen.isEmpty()) {
            throw refused("what was not tried on a scratch server may reach beyond their database", unseen);
        }
    }

    /** An allowance accepts it for the real database, not a second time for the copy. */
    private static Stream<Finding> findings(CheckOutcome checked) {
        return Stream.concat(
                checked.findings().stream(), checked.allowed().stream().map(CheckOutcome.Allowed::finding));
    }

    private static RefusalException refused(String why, List<String> found) {
        return new RefusalException(Problem.of(
                        "db.rehearsal=same-server is refused: " + why,
                        "leave out db.rehearsal, or name another server with db.scratch: the copy is made there")
                .withDetails(found)
                .withState("The database is unchanged."));
    }
}
