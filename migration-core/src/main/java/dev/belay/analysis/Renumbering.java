package dev.belay.analysis;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptName;
import dev.belay.script.ScriptNaming;
import dev.belay.script.ScriptSet;
import dev.belay.script.ScriptType;
import dev.belay.script.Version;
import dev.belay.script.VersionPattern;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides which of a branch's own scripts move behind those of the base: from the first on that is not behind them, as
 * many as it takes to keep their order.
 */
public final class Renumbering {

    private final ScriptSet scripts;
    private final BranchScripts branch;
    private final ScriptNaming naming;

    /**
     * A script that gets another version.
     *
     * @param script the versioned one
     * @param undo the undo scripts that are its own; usually one
     * @param from the version as it is written
     * @param to the version as it will be
     */
    public record Moved(ScriptFile script, List<ScriptFile> undo, String from, String to) {}

    /**
     * @param scripts all of the project
     * @param branch which of them are the branch's own
     */
    public Renumbering(ScriptSet scripts, BranchScripts branch, ScriptNaming naming) {
        this.scripts = scripts;
        this.branch = branch;
        this.naming = naming;
    }

    /** {@return the base's highest version, as it is written} */
    public Optional<String> newestOfBase() {
        return branch.ofBase(ScriptType.VERSIONED).stream()
                .max((a, b) -> version(a).compareTo(version(b)))
                .flatMap(naming::written);
    }

    /**
     * {@return the moves, in order of version}
     *
     * @param now what a version made of the time is made of
     * @throws RefusalException when it cannot be told whose an undo script is
     */
    public List<Moved> moves(LocalDateTime now) {
        List<String> written = new ArrayList<>(ofOthers());
        var taken = new HashSet<Version>();
        branch.ofBase(ScriptType.UNDO).forEach(name -> taken.add(version(name)));
        Optional<Version> previous = newestOfBase().map(Version::of);
        var moves = new ArrayList<Moved>();
        for (ScriptFile script : branch.versioned()) {
            String from = naming.written(script.name()).orElseThrow();
            boolean stays = previous.isEmpty() || Version.of(from).compareTo(previous.get()) > 0;
            String to = stays ? from : VersionPattern.next(written, taken, now);
            if (!stays) {
                moves.add(new Moved(script, undoOf(script), from, to));
            }
            written.add(to);
            previous = Optional.of(Version.of(to));
        }
        return List.copyOf(moves);
    }

    /** The versions of everybody else: the base, locations outside of the branch, migrations in Java. */
    private List<String> ofOthers() {
        Stream<ScriptName> here = scripts.versioned().stream()
                .filter(script -> !branch.versioned().contains(script))
                .map(ScriptFile::name);
        Stream<ScriptName> java = scripts.java().stream()
                .map(ScriptSet.JavaMigration::name)
                .filter(name -> name.version().isPresent());
        return Stream.of(branch.ofBase(ScriptType.VERSIONED).stream(), here, java)
                .flatMap(names -> names)
                .flatMap(name -> naming.written(name).stream())
                .distinct()
                .toList();
    }

    private List<ScriptFile> undoOf(ScriptFile script) {
        List<ScriptFile> sameVersion = branch.undo().stream()
                .filter(undo -> undo.name().version().equals(script.name().version()))
                .toList();
        List<ScriptFile> sameWords = sameVersion.stream()
                .filter(undo -> sameWords(undo.name(), script.name()))
                .toList();
        if (!sameWords.isEmpty()) {
            return sameWords;
        }
        List<ScriptFile> unclaimed =
                sameVersion.stream().filter(undo -> !isClaimed(undo)).toList();
        long rivals = branch.versioned().stream()
                .filter(other -> other.name().version().equals(script.name().version()))
                .count();
        if (rivals > 1 && !unclaimed.isEmpty()) {
            throw new RefusalException(Problem.of(
                            unclaimed.get(0).location() + " could be the undo script of several scripts of version "
                                    + version(script.name()) + ". No file was changed.",
                            "Give it the description of the one that it undoes, and run the goal again.")
                    .withDetails(branch.versioned().stream()
                            .filter(other ->
                                    other.name().version().equals(script.name().version()))
                            .map(ScriptFile::location)
                            .toList()));
        }
        return unclaimed;
    }

    /** Whether a versioned script, here or of the base, has the undo script's version and words. */
    private boolean isClaimed(ScriptFile undo) {
        return Stream.concat(
                        scripts.versioned().stream().map(ScriptFile::name),
                        branch.ofBase(ScriptType.VERSIONED).stream())
                .anyMatch(name -> name.version().equals(undo.name().version()) && sameWords(name, undo.name()));
    }

    private static boolean sameWords(ScriptName a, ScriptName b) {
        return a.description().equals(b.description());
    }

    private static Version version(ScriptName name) {
        return name.version().orElseThrow();
    }
}
