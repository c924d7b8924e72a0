package dev.belay.outcome;

import dev.belay.finding.Finding;
import java.nio.file.Path;
import java.util.List;

/**
 * What leads from the schema that the scripts make to the wanted one.
 *
 * @param scripts in the order in which they run; empty when there was nothing to write
 * @param renames what keeps its rows under another name, for people: {@code column public.users.name to full_name}
 * @param candidates what could have been renames, as {@code db.renames} would say it
 * @param leftOut what would lose something, and was not allowed: it stands in the first script as a comment
 * @param remaining where the schema still differs when all of that has run, a line each: what nobody here can write
 * @param columnOrder whether columns stand in another order than wanted, which PostgreSQL cannot change
 * @param findings of a check of the scripts
 * @param server where they were tried: {@code PostgreSQL 17.11, embedded}
 * @param dryRun whether they were only shown, and no file was made
 * @param notes what should be known although it ended well
 */
public record GenerateOutcome(
        List<Script> scripts,
        List<String> renames,
        List<String> candidates,
        List<Loss> leftOut,
        List<String> remaining,
        boolean columnOrder,
        List<Finding> findings,
        String server,
        boolean dryRun,
        List<String> notes) {

    public GenerateOutcome {
        scripts = List.copyOf(scripts);
        renames = List.copyOf(renames);
        candidates = List.copyOf(candidates);
        leftOut = List.copyOf(leftOut);
        remaining = List.copyOf(remaining);
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /**
     * A versioned script with its undo script.
     *
     * @param version as it is written in their names
     * @param script the versioned one, as the history will name it
     * @param files absolute: the script, its undo script, and {@code .conf} files where they need some
     * @param statements how many the versioned script has
     * @param undone whether the undo script brings the schema back exactly; else but for the order of columns
     * @param remarks what the undo script cannot bring back
     * @param text of the versioned script
     * @param undoText of the undo script
     */
    public record Script(
            String version,
            String script,
            List<Path> files,
            int statements,
            boolean undone,
            List<String> remarks,
            String text,
            String undoText) {

        public Script {
            files = List.copyOf(files);
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * A statement that was left out.
     *
     * @param sql without semicolon
     * @param what it would lose
     */
    public record Loss(String sql, String what) {}
}
