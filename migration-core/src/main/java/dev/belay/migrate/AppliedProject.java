package dev.belay.migrate;

import java.util.List;

/**
 * A project with the scripts that a database has applied, as they were applied, and no others: where a file is gone or
 * another, the text that the database has kept.
 *
 * @param project with these scripts
 * @param missing those whose text is not to be had, as the history names them: what they made cannot be replayed
 */
public record AppliedProject(MigrationProject project, List<String> missing) {

    public AppliedProject {
        missing = List.copyOf(missing);
    }
}
