package dev.belay.files;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Moves and rewrites files that belong together: all of them or none. What has been done is in a {@link ChangeJournal},
 * so that a run which was killed is taken back by the next. One file is changed in one step of the file system.
 */
public final class FileChanges {

    private final Path journal;

    /** @param journal where the journal is kept while the files change; on the same file system as they are, by preference */
    public FileChanges(Path journal) {
        this.journal = journal;
    }

    /** One change of one file. */
    public sealed interface Change {

        /**
         * A file gets another name, its bytes stay.
         *
         * @param from where it is
         * @param to where nothing is, or what moves away
         */
        record Move(Path from, Path to) implements Change {}

        /**
         * A file gets other bytes.
         *
         * @param file where it is when the moves are done
         * @param before the bytes that it has
         * @param after the bytes that it gets
         */
        record Rewrite(Path file, byte[] before, byte[] after) implements Change {}
    }

    /**
     * Takes back what a run that was killed had begun.
     *
     * @return whether there was one
     * @throws EnvironmentException when that fails; the journal stays
     */
    public boolean takeBackInterrupted() {
        try {
            if (!Files.exists(journal)) {
                return false;
            }
            for (Change change : ChangeJournal.read(journal).latestFirst()) {
                takeBackIfDone(change);
            }
            Files.delete(journal);
            return true;
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of(
                            "The file changes of a run that was interrupted cannot be taken back: " + e.getMessage(),
                            "Make the files of " + journal + " writable and run the goal again, or use git to get them"
                                    + " back and remove that file."),
                    e);
        }
    }

    /**
     * Makes the changes.
     *
     * @param changes moves whose targets move away themselves may stand in any order, but not in a circle
     * @throws RefusalException when a move's target is there and does not move away; nothing has changed then
     * @throws EnvironmentException when a change fails; those made before it are taken back
     */
    public void make(List<Change> changes) {
        refuseTaken(changes);
        List<Change> ordered = ordered(changes);
        Deque<Change> done = new ArrayDeque<>();
        try {
            ChangeJournal.of(ordered).write(journal);
            for (Change change : ordered) {
                make(change);
                done.push(change);
            }
            Files.delete(journal);
        } catch (IOException e) {
            throw failed(done, e);
        }
    }

    /**
     * Looks whether the moves' targets are free.
     *
     * @throws RefusalException when one is there and does not move away
     */
    public void refuseTaken(List<? extends Change> changes) {
        Set<Path> leaving = moves(changes).stream().map(Change.Move::from).collect(Collectors.toSet());
        var targets = new HashSet<Path>();
        for (Change.Move move : moves(changes)) {
            if (!targets.add(move.to()) || Files.exists(move.to()) && !leaving.contains(move.to())) {
                throw new RefusalException(Problem.of(
                        move.from() + " would be moved to " + move.to() + ", which is taken. No file was changed.",
                        "Rename one of the two, and run the goal again."));
            }
        }
    }

    private static List<Change.Move> moves(List<? extends Change> changes) {
        return changes.stream()
                .filter(Change.Move.class::isInstance)
                .map(Change.Move.class::cast)
                .toList();
    }

    /** Moves first, each after the one that frees its target. */
    private static List<Change> ordered(List<Change> changes) {
        var waiting = new ArrayDeque<>(moves(changes));
        var ordered = new ArrayList<Change>();
        int passed = 0;
        while (!waiting.isEmpty()) {
            Change.Move move = waiting.poll();
            boolean blocked = waiting.stream().anyMatch(other -> other.from().equals(move.to()));
            if (blocked && passed > waiting.size()) {
                throw new IllegalArgumentException("the moves go in a circle: " + changes);
            }
            if (blocked) {
                waiting.add(move);
                passed++;
            } else {
                ordered.add(move);
                passed = 0;
            }
        }
        changes.stream().filter(Change.Rewrite.class::isInstance).forEach(ordered::add);
        return ordered;
    }

    private static void make(Change change) throws IOException {
        if (change instanceof Change.Move move) {
            AtomicFile.move(move.from(), move.to());
        } else if (change instanceof Change.Rewrite rewrite) {
            AtomicFile.write(rewrite.file(), rewrite.after());
        }
    }

    private static void takeBackIfDone(Change change) throws IOException {
        if (change instanceof Change.Move move) {
            if (Files.exists(move.to()) && !Files.exists(move.from())) {
                AtomicFile.move(move.to(), move.from());
            }
        } else if (change instanceof Change.Rewrite rewrite && Files.exists(rewrite.file())) {
            AtomicFile.write(rewrite.file(), rewrite.before());
        }
    }

    private EnvironmentException failed(Deque<Change> done, IOException failure) {
        boolean allBack = true;
        while (!done.isEmpty()) {
            try {
                takeBackIfDone(done.pop());
            } catch (IOException e) {
                failure.addSuppressed(e);
                allBack = false;
            }
        }
        String state = "All files are as they were.";
        try {
            if (allBack) {
                Files.deleteIfExists(journal);
            } else {
                state = "Some could not be moved back; " + journal + " knows which.";
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return new EnvironmentException(
                Problem.of(
                        "A file cannot be changed: " + failure.getMessage() + ". " + state,
                        "Make files and folders writable, and run the goal again."),
                failure);
    }
}
