package dev.belay.files;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Creates files that belong together. Each is written beside its place under a name that nobody reads, and all are renamed
 * when they are complete, in groups: the last file of a group is the one that gives the others a meaning, such as a
 * versioned script to its {@code .conf}. So whoever is killed leaves whole groups, and files without a meaning that the next
 * run removes: which they are is in a {@link NewFilesJournal}.
 */
public final class NewFiles {

    private final NewFilesJournal journal;
    private final Deque<Path> made = new ArrayDeque<>();

    private NewFiles(NewFilesJournal journal) {
        this.journal = journal;
    }

    /** One thing that is done; a run may end before any. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /**
     * Creates all of them, with the folders they need, or none.
     *
     * @param groups in the order in which they are made, as the files of each are
     * @throws RefusalException when one is there: nothing is ever overwritten
     * @throws EnvironmentException when one cannot be written
     */
    public static void create(List<Map<Path, byte[]>> groups) {
        List<Map<Path, byte[]>> some =
                groups.stream().filter(group -> !group.isEmpty()).toList();
        if (some.isEmpty()) {
            return;
        }
        refuseTaken(some);
        var files = new NewFiles(NewFilesJournal.of(some));
        try {
            for (Step step : files.steps(some)) {
                step.run();
            }
        } catch (FileAlreadyExistsException e) {
            files.takeBack(e);
            throw taken(e.getMessage());
        } catch (IOException e) {
            files.takeBack(e);
            throw new EnvironmentException(
                    Problem.of(
                            "A file cannot be written: " + e.getMessage() + ". No file was made.",
                            "Check that its folder can be written and has space."),
                    e);
        }
    }

    /**
     * Removes what a run that was killed has left.
     *
     * @param folders in which, and below which, files were made
     * @return whether there was one
     * @throws EnvironmentException when that fails
     */
    public static boolean takeBackInterrupted(List<Path> folders) {
        try {
            List<NewFilesJournal> left = NewFilesJournal.below(folders);
            for (NewFilesJournal each : left) {
                each.removeMeaningless();
            }
            return !left.isEmpty();
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of(
                            "What a run that was interrupted has left cannot be removed: " + e.getMessage(),
                            "Make the script folders writable, and run the goal again."),
                    e);
        }
    }

    static List<Step> stepsOf(List<Map<Path, byte[]>> groups) {
        return new NewFiles(NewFilesJournal.of(groups)).steps(groups);
    }

    private List<Step> steps(List<Map<Path, byte[]>> groups) {
        var steps = new ArrayList<Step>();
        var moves = new ArrayList<Step>();
        steps.add(journal::write);
        for (Map<Path, byte[]> group : groups) {
            group.forEach((file, content) -> {
                Path draft = NewFilesJournal.draft(file);
                steps.add(() -> AtomicFile.makeFolder(draft.getParent()));
                steps.add(() -> Files.write(draft, content));
                moves.add(() -> {
                    AtomicFile.move(draft, file);
                    made.push(file);
                });
            });
        }
        steps.addAll(moves);
        steps.add(journal::delete);
        return steps;
    }

    private static void refuseTaken(List<Map<Path, byte[]>> groups) {
        groups.stream()
                .flatMap(group -> group.keySet().stream())
                .filter(Files::exists)
                .findFirst()
                .ifPresent(file -> {
                    throw taken(file.toString());
                });
    }

    private static RefusalException taken(String file) {
        return new RefusalException(Problem.of(
                file + " is there already, and is not overwritten.", "Choose another name, or remove the file."));
    }

    private void takeBack(IOException failure) {
        try {
            while (!made.isEmpty()) {
                Files.deleteIfExists(made.pop());
            }
            journal.removeMeaningless();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
