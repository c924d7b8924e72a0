package dev.belay.server;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one folder equal to another that never changes, copying only files whose size or time of change differ: a copy
 * keeps its original's time, and whoever writes to it changes that. May be broken off at any place and done again.
 *
 * @param original is only read
 * @param copy need not exist; its parent must
 */
record TreeMirror(Path original, Path copy) {

    /** What shows that a file is as it was. */
    private record State(boolean folder, long size, FileTime changed) {
        static State of(BasicFileAttributes attributes) {
            return attributes.isDirectory()
                    ? new State(true, 0, FileTime.fromMillis(0))
                    : new State(false, attributes.size(), attributes.lastModifiedTime());
        }
    }

    void restore() throws IOException {
        Map<Path, State> there = Files.exists(copy) ? states(copy) : Map.of();
        Map<Path, State> wanted = states(original);
        List<Path> surplus = new ArrayList<>(there.keySet());
        surplus.removeIf(path -> wanted.containsKey(path)
                && wanted.get(path).folder() == there.get(path).folder());
        for (Path path : surplus) {
            Trees.remove(copy.resolve(path));
        }
        List<Path> differing = wanted.keySet().stream()
                .filter(path -> !wanted.get(path).equals(there.get(path)))
                .sorted() // a folder comes before what is in it
                .toList();
        for (Path path : differing) {
            if (wanted.get(path).folder()) {
                copy(path);
            }
        }
        SideBySide.each(
                differing.stream().filter(path -> !wanted.get(path).folder()).toList(), this::copy);
    }

    /** With its time, and its owner where this process may give files away. */
    private void copy(Path path) throws IOException {
        Files.copy(
                original.resolve(path),
                copy.resolve(path),
                LinkOption.NOFOLLOW_LINKS,
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static Map<Path, State> states(Path root) throws IOException {
        Map<Path, State> states = new HashMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                states.put(root.relativize(folder), State.of(attributes));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                states.put(root.relativize(file), State.of(attributes));
                return FileVisitResult.CONTINUE;
            }
        });
        return states;
    }
}
