package dev.belay.outcome;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which scripts of a branch were given other versions.
 *
 * @param base the ref that the branch was compared with, such as {@code origin/main}
 * @param commit the abbreviated name of the commit where the branch left it
 * @param newest the highest version of the base; empty when it has no script
 * @param own how many versioned scripts only the branch has
 * @param dryRun whether the moves were only shown, and not made
 * @param moves in order of version
 * @param rewritten {@code .conf} files in which the names of moved scripts were replaced, where they are now
 * @param notes what should be known although it ended well
 */
public record RenumberOutcome(
        String base,
        String commit,
        Optional<String> newest,
        int own,
        boolean dryRun,
        List<Move> moves,
        List<Path> rewritten,
        List<String> notes) {

    /**
     * One script's move.
     *
     * @param fromVersion as it was written
     * @param toVersion as it is written now
     * @param files the script first, then its undo script and their {@code .conf} files
     */
    public record Move(String fromVersion, String toVersion, List<Renamed> files) {}

    /**
     * One file.
     *
     * @param from absolute
     * @param to absolute, in the same folder
     */
    public record Renamed(Path from, Path to) {}
}
