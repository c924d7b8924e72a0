package dev.belay.files;

import dev.belay.files.FileChanges.Change;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/**
 * Changes as a text file, a line for each: its kind and its values, in Base64, since a path may hold anything.
 *
 * @param changes in the order in which they are made
 */
record ChangeJournal(List<Change> changes) {

    private static final String MOVE = "move";
    private static final String REWRITE = "rewrite";

    static ChangeJournal of(List<Change> changes) {
        return new ChangeJournal(List.copyOf(changes));
    }

    /** {@return the journal that was written there} */
    static ChangeJournal read(Path file) throws IOException {
        var changes = new ArrayList<Change>();
        for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            String[] words = line.split(" ", -1);
            if (words[0].equals(MOVE) && words.length == 3) {
                changes.add(new Change.Move(path(words[1]), path(words[2])));
            } else if (words[0].equals(REWRITE) && words.length == 4) {
                changes.add(new Change.Rewrite(path(words[1]), decoded(words[2]), decoded(words[3])));
            } else {
                throw new IOException(file + " is no journal of file changes");
            }
        }
        return new ChangeJournal(changes);
    }

    void write(Path file) throws IOException {
        var text = new StringBuilder();
        for (Change change : changes) {
            if (change instanceof Change.Move move) {
                text.append(MOVE + " ").append(encoded(move.from())).append(' ').append(encoded(move.to()));
            } else if (change instanceof Change.Rewrite rewrite) {
                text.append(REWRITE + " ")
                        .append(encoded(rewrite.file()))
                        .append(' ')
                        .append(encoded(rewrite.before()))
                        .append(' ')
                        .append(encoded(rewrite.after()));
            }
            text.append('\n');
        }
        AtomicFile.write(file, text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    List<Change> latestFirst() {
        var reversed = new ArrayList<>(changes);
        Collections.reverse(reversed);
        return reversed;
    }

    private static String encoded(Path path) {
        return encoded(path.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] decoded(String text) throws IOException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("the journal of file changes is damaged", e);
        }
    }

    private static Path path(String text) throws IOException {
        return Path.of(new String(decoded(text), StandardCharsets.UTF_8));
    }
}
