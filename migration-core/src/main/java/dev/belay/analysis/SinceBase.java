package dev.belay.analysis;

import dev.belay.git.BaseFile;
import dev.belay.git.BaseState;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.rule.ScriptsContext;
import dev.belay.rule.ScriptsContext.Changed;
import dev.belay.rule.ScriptsContext.Highest;
import dev.belay.rule.ScriptsContext.Known;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptName;
import dev.belay.script.ScriptSet;
import dev.belay.script.ScriptType;
import dev.belay.script.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Tells which scripts are new, changed or gone since the base. A versioned script is known by its version, a repeatable
 * by its description, as in the history table: one that only moved to another folder is the same script.
 */
public final class SinceBase {

    private final ScriptSet scripts;
    private final BaseState base;
    private final List<Entry> before;
    private final List<Entry> tip;

    /**
     * @param scripts as they are now
     * @param base as they were; stays open until the answer is there
     * @param names what a file's name says; empty for a file that is no migration
     */
    public SinceBase(ScriptSet scripts, BaseState base, Function<String, Optional<ScriptName>> names) {
        this.scripts = scripts;
        this.base = base;
        this.before = entries(base.files(), names);
        this.tip = entries(base.tip(), names);
    }

    /** {@return the scripts, compared} */
    public ScriptsContext context() {
        return new ScriptsContext(
                scripts,
                pending(),
                scripts.misnamed().stream().filter(this::isNew).toList(),
                changed(),
                deleted(),
                gained(),
                highest(),
                base.ref());
    }

    /** {@return the content that changed repeatable scripts had at the base, by the names that they have now} */
    public Map<String, byte[]> formerRepeatables() {
        var former = new HashMap<String, byte[]>();
        for (ScriptFile script : scripts.repeatable()) {
            Optional<Entry> entry = isCovered(script) ? counterpart(script) : Optional.empty();
            entry.filter(then -> !sameText(script, then))
                    .ifPresent(then -> former.put(script.script(), then.file.bytes()));
        }
        return former;
    }

    private Set<ScriptFile> pending() {
        var pending = new HashSet<ScriptFile>();
        for (ScriptFile script : scripts.versioned()) {
            if (isCovered(script) && counterpart(script).isEmpty()) {
                pending.add(script);
            }
        }
        // these are run again, or may be edited, at any time: whatever is not as it was is judged
        Stream.of(scripts.repeatable(), scripts.undo(), scripts.callbacks())
                .flatMap(List::stream)
                .filter(this::isCovered)
                .filter(script -> counterpart(script)
                        .filter(entry -> sameText(script, entry))
                        .isEmpty())
                .forEach(pending::add);
        return pending;
    }

    private List<Changed> changed() {
        var changed = new ArrayList<Changed>();
        for (ScriptFile script : scripts.versioned()) {
            Optional<Entry> entry = isCovered(script) ? counterpart(script) : Optional.empty();
            if (entry.isPresent()) {
                boolean text = !sameText(script, entry.get());
                boolean description =
                        !script.name().description().equals(entry.get().name.description());
                if (text || description) {
                    changed.add(new Changed(script, entry.get().known(), text));
                }
            }
        }
        return changed;
    }

    private List<Known> deleted() {
        var deleted = new ArrayList<Known>();
        for (Entry entry : before) {
            boolean applied = entry.name.type() == ScriptType.VERSIONED || entry.name.type() == ScriptType.REPEATABLE;
            if (applied
                    && isGone(entry)
                    && of(entry.name.type()).noneMatch(script -> same(script.name(), entry.name))) {
                deleted.add(entry.known());
            }
        }
        return deleted;
    }

    private List<Known> gained() {
        var here = new HashSet<Path>();
        before.forEach(entry -> here.add(entry.file.path()));
        return tip.stream()
                .filter(entry -> !here.contains(entry.file.path()))
                .map(Entry::known)
                .toList();
    }

    private Optional<Highest> highest() {
        return tip.stream()
                .filter(entry -> entry.name.type() == ScriptType.VERSIONED)
                .flatMap(entry -> entry.name.version().stream())
                .max(Version::compareTo)
                .map(version -> new Highest(version, base.ref()));
    }

    /** The base's script that this one is now: at the same path, else the same script whose path is gone. */
    private Optional<Entry> counterpart(ScriptFile script) {
        Optional<Path> path = path(script.location());
        Optional<Entry> atPath = before.stream()
                .filter(entry -> path.filter(entry.file.path()::equals).isPresent())
                .findFirst();
        return atPath.or(() -> before.stream()
                .filter(entry -> entry.name.type() == script.name().type())
                .filter(entry -> same(script.name(), entry.name) && isGone(entry))
                .findFirst());
    }

    private static boolean same(ScriptName a, ScriptName b) {
        boolean byVersion = a.version().isPresent() || b.version().isPresent();
        return byVersion ? a.version().equals(b.version()) : a.description().equals(b.description());
    }

    private static boolean sameText(ScriptFile script, Entry entry) {
        try {
            return entry.file.sameText(Files.readAllBytes(Path.of(script.location())));
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of(script.location() + " cannot be read: " + e.getMessage(), "Make the file readable."), e);
        }
    }

    private Stream<ScriptFile> of(ScriptType type) {
        return (type == ScriptType.VERSIONED ? scripts.versioned() : scripts.repeatable()).stream();
    }

    private static boolean isGone(Entry entry) {
        return !Files.exists(entry.file.path());
    }

    private boolean isNew(ScriptSet.Misnamed file) {
        return path(file.location())
                .filter(base::covers)
                .filter(path -> base.at(path).isEmpty())
                .isPresent();
    }

    /** A script from a jar, or from a folder outside of the repository, is nobody's new script here. */
    private boolean isCovered(ScriptFile script) {
        return path(script.location()).filter(base::covers).isPresent();
    }

    private static Optional<Path> path(String location) {
        try {
            return Optional.of(Path.of(location).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private List<Entry> entries(Collection<BaseFile> files, Function<String, Optional<ScriptName>> names) {
        return files.stream()
                .flatMap(file -> names
                        .apply(file.path().getFileName().toString())
                        .map(name -> new Entry(file, name, base.relative(file.path())))
                        .stream())
                .toList();
    }

    private record Entry(BaseFile file, ScriptName name, String script) {

        Known known() {
            return new Known(name, script, file.path().toString());
        }
    }
}
