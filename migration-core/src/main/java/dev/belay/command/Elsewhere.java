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
        // an allowance accepts it for the real database, not a second time for the copy
        List<String> found = Stream.concat(
                        checked.get().findings().stream(),
                        checked.get().allowed().stream().map(CheckOutcome.Allowed::finding))
                .filter(Elsewhere::reachesFurther)
                .map(CheckStep::line)
                .toList();
        if (!found.isEmpty()) {
            throw refused("these scripts reach beyond their database", found);
        }
    }

    private static boolean reachesFurther(Finding finding) {
        return RULES.contains(finding.rule().value());
    }

    private static RefusalException refused(String why, List<String> found) {
        return new RefusalException(Problem.of(
                        "db.rehearsal=same-server would do it twice on this server: " + why,
                        "leave out db.rehearsal, or name another server with db.scratch: the copy is made there")
                .withDetails(found)
                .withState("The database is unchanged."));
    }
}
