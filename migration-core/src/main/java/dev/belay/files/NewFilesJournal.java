package dev.belay.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which files a run makes, as a file beside the first of those that count: a line for each with its digest and its path in
 * Base64, and an empty line behind each group. It is there while they are made.
 *
 * @param file its own
 * @param groups the digests of files, by path; the last of a group is the one that counts
 */
record NewFilesJournal(Path file, List<Map<Path, String>> groups) {

    private static final String NAME = ".belay-new-files";

    static NewFilesJournal of(List<Map<Path, byte[]>> contents) {
        var groups = new ArrayList<Map<Path, String>>();
        for (Map<Path, byte[]> content : contents) {
            var group = new LinkedHashMap<Path, String>();
            content.forEach((path, bytes) -> group.put(path.toAbsolutePath(), digest(bytes)));
            groups.add(group);
        }
        return new NewFilesJournal(last(groups.get(0)).resolveSibling(NAME), groups);
    }

    /** {@return those that are in the folders and below them} */
    static List<NewFilesJournal> below(List<Path> folders) throws IOException {
        var found = new ArrayList<NewFilesJournal>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> tree = Files.walk(folder)) {
                    for (Path file : (Iterable<Path>) tree.filter(path -> path.endsWith(NAME))::iterator) {
                        found.add(read(file));
                    }
                }
            }
        }
        return found;
    }

    /** What is not complete was not followed by any file. */
    private static NewFilesJournal read(Path file) throws IOException {
        var groups = new ArrayList<Map<Path, String>>();
        var lines = new ArrayList<String>();
        for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            if (line.isEmpty()) {
                groups.add(group(lines));
                lines.clear();
            } else {
                lines.add(line);
            }
        }
        return new NewFilesJournal(file, groups);
    }

    private static Map<Path, String> group(List<String> lines) throws IOException {
        var group = new LinkedHashMap<Path, String>();
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words.length != 2) {
                throw new IOException("the journal of new files is damaged");
            }
            byte[] path = Base64.getDecoder().decode(words[1]);
            group.put(Path.of(new String(path, StandardCharsets.UTF_8)), words[0]);
        }
        return group;
    }

    /** {@return where a file is written before it has its name} */
    static Path draft(Path file) {
        return file.toAbsolutePath().resolveSibling("." + file.getFileName() + ".belay-new");
    }

    void write() throws IOException {
        var text = new StringBuilder();
        for (Map<Path, String> group : groups) {
            group.forEach((path, digest) -> text.append(digest)
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(path.toString().getBytes(StandardCharsets.UTF_8)))
                    .append('\n'));
            text.append('\n');
        }
        AtomicFile.makeFolder(file.getParent());
        Files.writeString(file, text, StandardCharsets.US_ASCII);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Removes what is not renamed yet, and of groups whose last file is not there all that is as it was made. */
    void removeMeaningless() throws IOException {
        for (Map<Path, String> group : groups) {
            boolean whole = Files.exists(last(group));
            for (var each : group.entrySet()) {
                Files.deleteIfExists(draft(each.getKey()));
                if (!whole && isAsMade(each.getKey(), each.getValue())) {
                    Files.delete(each.getKey());
                }
            }
        }
        delete();
    }

    private static boolean isAsMade(Path file, String digest) throws IOException {
        return Files.isRegularFile(file) && digest(Files.readAllBytes(file)).equals(digest);
    }

    private static Path last(Map<Path, ?> group) {
        return List.copyOf(group.keySet()).get(group.size() - 1);
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
