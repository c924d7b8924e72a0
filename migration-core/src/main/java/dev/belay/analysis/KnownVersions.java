package dev.belay.analysis;

import dev.belay.git.BaseFile;
import dev.belay.git.BaseState;
import dev.belay.migrate.MigrationProject;
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
import java.util.Set;
import java.util.stream.Stream;

/** Every version that a project or its base branch uses, with who has it. */
public final class KnownVersions {

    private final List<Known> numbered = new ArrayList<>();
    private final List<Known> others = new ArrayList<>();
    private final Set<Version> reserved = new HashSet<>();

    private record Known(Version version, String written, String holder) {}

    /**
     * @param project its scripts, in all locations, in SQL and in Java
     * @param base what the base branch has and had; stays open until this is made
     */
    public KnownVersions(MigrationProject project, Optional<BaseState> base) {
        ScriptNaming naming = project.naming();
        ScriptSet scripts = project.scripts();
        Stream.of(scripts.versioned(), scripts.undo())
                .flatMap(List::stream)
                .forEach(script -> add(script.name(), naming, script.location()));
        scripts.java().forEach(migration -> add(migration.name(), naming, migration.className()));
        base.ifPresent(state -> addBase(project, state));
        project.baseline().ifPresent(reserved::add);
    }

    private void addBase(MigrationProject project, BaseState base) {
        Stream.concat(base.files().stream(), base.tip().stream())
                .map(BaseFile::path)
                .flatMap(path -> project.nameOf(path.getFileName().toString()).stream())
                .forEach(name -> add(name, project.naming(), name.fileName() + " of " + base.ref()));
    }

    private void add(ScriptName name, ScriptNaming naming, String holder) {
        if (name.type() == ScriptType.VERSIONED || name.type() == ScriptType.UNDO) {
            var known =
                    new Known(name.version().orElseThrow(), naming.written(name).orElseThrow(), holder);
            (name.type() == ScriptType.VERSIONED ? numbered : others).add(known);
        }
    }

    /** Takes a version that is about to be given to a script. */
    public void take(Version version, String written, String holder) {
        numbered.add(new Known(version, written, holder));
    }

    /** {@return the highest version of all versioned scripts, as it is written} */
    public Optional<String> highest() {
        return numbered.stream().max((a, b) -> a.version.compareTo(b.version)).map(Known::written);
    }

    /** {@return who has a version; empty when it is free} */
    public Optional<String> holder(Version version) {
        return Stream.concat(numbered.stream(), others.stream())
                .filter(known -> known.version.equals(version))
                .map(Known::holder)
                .findFirst();
    }

    /** {@return the next free version in the project's own way} */
    public String next(LocalDateTime now) {
        var taken = new HashSet<>(reserved);
        others.forEach(known -> taken.add(known.version));
        List<String> written = numbered.stream().map(Known::written).toList();
        // where a baseline is the highest, what is below it would never run on a database that has it
        Optional<Version> floor = reserved.stream()
                .filter(version -> numbered.stream().noneMatch(known -> known.version.compareTo(version) > 0))
                .findFirst();
        return VersionPattern.next(
                floor.map(version -> Stream.concat(written.stream(), Stream.of(version.toString()))
                                .toList())
                        .orElse(written),
                taken,
                now);
    }
}
