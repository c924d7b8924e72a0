package dev.belay.analysis;

import dev.belay.git.BaseFile;
import dev.belay.git.BaseState;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptName;
import dev.belay.script.ScriptSet;
import dev.belay.script.ScriptType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A branch's own scripts beside those of its base, whether or not the base has been merged into the branch.
 *
 * @param versioned the branch's own, in order of version; two may have the same
 * @param undo the branch's own, in order of version
 * @param ofBase what the base has now or had where the branch left it, versioned and undo scripts
 */
public record BranchScripts(List<ScriptFile> versioned, List<ScriptFile> undo, List<ScriptName> ofBase) {

    public BranchScripts {
        versioned = List.copyOf(versioned);
        undo = List.copyOf(undo);
        ofBase = List.copyOf(ofBase);
    }

    /**
     * {@return the scripts, compared} A script is the branch's own when the base has it nowhere: neither at its path with
     * the same text, nor with the same version (and, if the base has gained it since, the same description) at a path that
     * is gone here.
     *
     * @param scripts as they are now
     * @param base stays open until the answer is there
     * @param names what a file's name says; empty for a file that is no migration
     */
    public static BranchScripts of(ScriptSet scripts, BaseState base, Function<String, Optional<ScriptName>> names) {
        List<Entry> entries = Stream.concat(base.files().stream(), base.tip().stream())
                .flatMap(file -> names
                        .apply(file.path().getFileName().toString())
                        .filter(name -> name.version().isPresent())
                        .map(name -> new Entry(file, name, base.at(file.path()).isPresent()))
                        .stream())
                .toList();
        var comparing = new Comparing(base, entries);
        return new BranchScripts(
                scripts.versioned().stream().filter(comparing::isOwn).toList(),
                scripts.undo().stream().filter(comparing::isOwn).toList(),
                entries.stream().map(Entry::name).distinct().toList());
    }

    /** {@return the base's scripts of a type} */
    public List<ScriptName> ofBase(ScriptType type) {
        return ofBase.stream().filter(name -> name.type() == type).toList();
    }

    /** @param before whether the base had it where the branch left it, and has not only gained it since */
    private record Entry(BaseFile file, ScriptName name, boolean before) {}

    private record Comparing(BaseState base, Map<Path, BaseFile> tip, List<Entry> entries) {

        Comparing(BaseState base, List<Entry> entries) {
            this(base, base.tip().stream().collect(Collectors.toMap(BaseFile::path, file -> file)), entries);
        }

        boolean isOwn(ScriptFile script) {
            Optional<Path> path = path(script.location()).filter(base::covers);
            if (path.isEmpty() || base.at(path.get()).isPresent()) {
                // from a jar, from outside of the repository, or older than the branch
                return false;
            }
            BaseFile gained = tip.get(path.get());
            if (gained != null) {
                return !gained.sameText(bytes(path.get()));
            }
            return entries.stream()
                    .noneMatch(entry -> isSame(entry, script.name()) && !Files.exists(entry.file.path()));
        }

        /** What the branch found it may have renamed; what the base has gained the branch has not seen. */
        private static boolean isSame(Entry entry, ScriptName own) {
            return entry.name.type() == own.type()
                    && entry.name.version().equals(own.version())
                    && (entry.before || entry.name.description().equals(own.description()));
        }

        private static Optional<Path> path(String location) {
            try {
                return Optional.of(Path.of(location).toAbsolutePath().normalize());
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        }

        private static byte[] bytes(Path file) {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new EnvironmentException(
                        Problem.of(file + " cannot be read: " + e.getMessage(), "Make the file readable."), e);
            }
        }
    }
}
