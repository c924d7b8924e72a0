package dev.belay.migrate;

import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.HistoryEntry.State;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptType;
import dev.belay.script.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what a database has applied. */
final class AppliedProjects {

    private final MigrationProject project;
    private final DowngradePlan.Sources sources;
    private final List<ScriptFile> applied = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private AppliedProjects(MigrationProject project, DowngradePlan.Sources sources) {
        this.project = project;
        this.sources = sources;
    }

    /** @param without what is going to be taken back before; empty for nothing */
    static AppliedProject of(
            MigrationProject project,
            DowngradePlan.Sources sources,
            HistoryState history,
            Optional<DownTarget.Exactly> without) {
        var found = new AppliedProjects(project, sources);
        found.versioned(
                history,
                without.map(DownTarget.Exactly::versions).map(Set::copyOf).orElse(Set.of()));
        RepeatablesBack now = RepeatablesBack.of(
                RepeatableRows.of(sources.scope().history().allAppliedMigrations()),
                Integer.MAX_VALUE,
                sources.texts());
        without.ifPresentOrElse(exactly -> found.then(exactly.repeatables()), () -> found.now(now));
        return found.project();
    }

    private AppliedProject project() {
        var undo = new ArrayList<>(project.scripts().undo());
        Set<Version> there = project.undoVersions();
        sources.ledger().undoScripts().forEach((version, script) -> {
            if (!there.contains(version)) {
                undo.add(script);
            }
        });
        return new AppliedProject(project.asApplied(applied, undo), missing);
    }

    private void versioned(HistoryState history, Set<Version> without) {
        List<KeptScript> kept = sources.ledger().texts(ScriptType.VERSIONED);
        for (HistoryEntry entry : history.entries()) {
            boolean baseline = entry.state() == State.BELOW_BASELINE;
            if (!entry.type().equals("SQL") || !(baseline || history.inForce().contains(entry))) {
                continue;
            }
            Version version = Version.of(entry.version().orElseThrow());
            if (!without.contains(version)) {
                text(entry, version, kept).ifPresentOrElse(applied::add, () -> missing.add(entry.script()));
            }
        }
    }

    /** What was applied; else the file, which may differ by a comment only. */
    private Optional<ScriptFile> text(HistoryEntry entry, Version version, List<KeptScript> kept) {
        Optional<ScriptFile> file = project.catalog().find(entry.script()).map(found -> found);
        if (file.isPresent() && entry.state() != State.CHANGED) {
            return file;
        }
        return kept.stream()
                .filter(text -> text.name().version().equals(Optional.of(version))
                        && entry.checksum()
                                .filter(checksum -> checksum == KeptScripts.checksum(text.text()))
                                .isPresent())
                .<ScriptFile>map(text -> text)
                .findFirst()
                .or(() -> file);
    }

    private void now(RepeatablesBack repeatables) {
        repeatables.present().forEach(each -> applied.add(each.text()));
        missing.addAll(repeatables.lost());
        missing.addAll(repeatables.unknown());
    }

    private void then(RepeatablesBack repeatables) {
        repeatables.former().forEach(each -> applied.add(each.text()));
        repeatables.standing().forEach(each -> applied.add(each.text()));
        missing.addAll(repeatables.unknown());
        missing.addAll(repeatables.lost());
    }
}
