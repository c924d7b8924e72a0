package dev.belay.migrate;

import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.PreviewOutcome.Step;
import dev.belay.script.ScriptFile;
import dev.belay.script.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a downgrade does: the undo scripts in their order, then the repeatable scripts as they were. All is read before
 * the first of it runs.
 *
 * @param before the history now
 * @param undo the versions to take back, with the scripts that do
 * @param repeatables what becomes of these
 * @param former the repeatable scripts to put back, ready to run
 */
record DowngradePlan(
        HistoryState before, List<UndoCommand.Step> undo, RepeatablesBack repeatables, List<Former> former) {

    /** A repeatable script to put back, ready to run. */
    record Former(AppliedRepeatable applied, PreparedScript script) {}

    /**
     * What it is made from.
     *
     * @param undoFiles the project's undo scripts by version
     * @param texts finds the texts of repeatable scripts
     */
    record Sources(
            FlywayScope scope,
            Map<Version, ScriptFile> undoFiles,
            Ledger ledger,
            ScriptPreparer preparer,
            RepeatableTexts texts) {}

    /**
     * Looks at what would be taken back, and reads the scripts.
     *
     * @throws dev.belay.outcome.RefusalException when the downgrade would be refused
     */
    static DowngradePlan of(Sources sources, HistoryState before, DownTarget target) {
        List<HistoryEntry> versions = Targets.down(target, before);
        List<UndoCommand.Step> undo = steps(sources, versions);
        RepeatablesBack repeatables =
                target instanceof DownTarget.Exactly exactly ? exactly.repeatables() : repeatables(sources, versions);
        List<Former> former = repeatables.former().stream()
                .map(applied -> new Former(applied, sources.preparer().prepare(applied.text())))
                .toList();
        return new DowngradePlan(before, undo, repeatables, former);
    }

    private static RepeatablesBack repeatables(Sources sources, List<HistoryEntry> versions) {
        int since = versions.stream()
                .mapToInt(entry -> entry.installedRank().orElseThrow())
                .min()
                .orElse(Integer.MAX_VALUE);
        var rows = RepeatableRows.of(sources.scope().history().allAppliedMigrations());
        return RepeatablesBack.of(rows, since, sources.texts());
    }

    /** The project's file, else the text kept when it was applied. */
    private static List<UndoCommand.Step> steps(Sources sources, List<HistoryEntry> versions) {
        Map<Version, ScriptFile> kept = sources.ledger().undoScripts();
        return versions.stream()
                .map(entry -> {
                    Version version = Version.of(entry.version().orElseThrow());
                    ScriptFile undo = Optional.ofNullable(sources.undoFiles().get(version))
                            .orElseGet(() -> kept.get(version));
                    return new UndoCommand.Step(entry, sources.preparer().prepare(undo));
                })
                .toList();
    }

    boolean isEmpty() {
        return undo.isEmpty() && former.isEmpty();
    }

    /** {@return all scripts, in their order} */
    List<PreparedScript> scripts() {
        return Stream.concat(
                        undo.stream().map(UndoCommand.Step::undo),
                        former.stream().map(Former::script))
                .toList();
    }

    /** {@return the highest version that stays} */
    Optional<Version> after() {
        Set<String> undone = undo.stream()
                .map(step -> step.version().version().orElseThrow())
                .collect(Collectors.toSet());
        return before.inForce().stream()
                .map(entry -> entry.version().orElseThrow())
                .filter(version -> !undone.contains(version))
                .map(Version::of)
                .max(Comparator.naturalOrder());
    }

    /** @param dropped repeatable scripts whose objects undo scripts have dropped */
    List<String> warnings(List<String> dropped) {
        var warnings = new ArrayList<>(PreparedScript.warnings(scripts()));
        warnings.addAll(repeatables.warnings(dropped));
        return warnings;
    }

    /** {@return exactly this again, also on a copy that lacks what it was made from} */
    DownTarget.Exactly exactly() {
        return new DownTarget.Exactly(
                undo.stream()
                        .map(step -> Version.of(step.version().version().orElseThrow()))
                        .toList(),
                repeatables);
    }

    /** {@return it as people read it} */
    PreviewPlan forPeople(PlanInputs inputs) {
        Stream<Step> versions = undo.stream()
                .map(step -> step(
                        step.undo(), step.version().version(), step.version().description()));
        Stream<Step> again = former.stream()
                .map(each ->
                        step(each.script(), Optional.empty(), each.applied().description()));
        return new PreviewPlan(
                before.current(),
                after(),
                Stream.concat(versions, again).toList(),
                inputs.of(PlanInputs.files(scripts().stream())),
                isEmpty() ? List.of() : warnings(List.of()));
    }

    private static Step step(PreparedScript script, Optional<String> version, String description) {
        return new Step(
                script.file().script(),
                version,
                description,
                script.statements().size(),
                script.inTransaction(),
                Optional.of(ScriptDigest.of(script.file())));
    }
}
