package dev.belay.migrate;

import dev.belay.outcome.AppliedScript;
import dev.belay.outcome.HistoryEntry;
import dev.belay.script.ScriptFile;
import dev.belay.script.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.output.MigrateOutput;
import org.flywaydb.core.api.output.MigrateResult;

/** One upgrade inside Flyway's scope. */
record UpgradeRun(BoundProject bound, FlywayScope scope, ApplyRun apply) {

    Migrations.Result upgrade(UpTarget target) {
        HistoryState before = history();
        Targets.up(target, before).ifPresent(version -> {
            scope.configuration().setTarget(MigrationVersion.fromVersion(version.toString()));
            apply.context().aimAt(version.toString());
        });
        var migrate = new MigrateCommand(scope);
        migrate.requireAgreement();
        List<HistoryEntry> pending = aboveBaseline(migrate, history().pending());
        List<String> warnings = prepare(pending);
        if (!bound.project().isScratch()) {
            bound.ledger().keep(textsInForce(bound.project(), before));
        }
        if (pending.isEmpty()) {
            return new Migrations.Result(before.current(), before.current(), List.of(), List.of(), List.of());
        }
        apply.context().expect(pending.size());
        MigrateResult result = bound.ledger()
                .own()
                .record(
                        "upgrade",
                        before.current(),
                        migrate::migrate,
                        () -> history().current());
        List<AppliedScript> applied = result.migrations.stream()
                .map(output -> applied(output, pending))
                .toList();
        return new Migrations.Result(before.current(), history().current(), applied, withoutUndo(pending), warnings);
    }

    private HistoryState history() {
        return bound.history(scope);
    }

    /** Flyway is going to take the database's objects for those of the scripts up to the baseline. */
    private List<HistoryEntry> aboveBaseline(MigrateCommand migrate, List<HistoryEntry> pending) {
        boolean baselines = scope.configuration().isBaselineOnMigrate()
                && !scope.history().exists()
                && !migrate.nonEmptySchemas().isEmpty();
        Version baseline = Version.of(scope.configuration().getBaselineVersion().getVersion());
        return pending.stream()
                .filter(entry -> !baselines
                        || entry.version()
                                .filter(version -> Version.of(version).compareTo(baseline) <= 0)
                                .isEmpty())
                .toList();
    }

    private static List<String> withoutUndo(List<HistoryEntry> applied) {
        return applied.stream()
                .filter(entry -> entry.version().isPresent() && entry.undo() == HistoryEntry.Undo.NONE)
                .map(HistoryEntry::script)
                .toList();
    }

    /** Reads every script that is going to run: what is wrong with one must be known before the first changes anything. */
    private List<String> prepare(List<HistoryEntry> pending) {
        List<PreparedScript> scripts = pending.stream()
                .flatMap(entry -> bound.project().catalog().find(entry.script()).stream())
                .map(apply.preparer()::prepare)
                .toList();
        PreparedScript.refuseSessionReset(scripts);
        return PreparedScript.warnings(scripts);
    }

    /** What was applied before Belay came, or whose undo script was written since; a changed text was never applied. */
    static List<ScriptFile> textsInForce(MigrationProject project, HistoryState before) {
        Map<Version, ScriptFile> undoFiles = project.undoFiles();
        var texts = new ArrayList<ScriptFile>();
        for (HistoryEntry entry : before.inForce()) {
            if (entry.state() != HistoryEntry.State.CHANGED) {
                project.catalog().find(entry.script()).ifPresent(texts::add);
            }
            Optional.ofNullable(undoFiles.get(Version.of(entry.version().orElseThrow())))
                    .ifPresent(texts::add);
        }
        // of one whose text has changed, the file is not what was applied
        before.entries().stream()
                .filter(entry -> entry.version().isEmpty() && entry.state() == HistoryEntry.State.APPLIED)
                .flatMap(entry -> project.catalog().find(entry.script()).stream())
                .forEach(texts::add);
        return texts;
    }

    private AppliedScript applied(MigrateOutput output, List<HistoryEntry> pending) {
        Optional<String> version = Optional.ofNullable(output.version).filter(v -> !v.isBlank());
        Optional<String> script = bound.project()
                .catalog()
                .at(output.filepath)
                .map(ScriptFile::script)
                .or(() -> ofClass(version, output, pending));
        return new AppliedScript(
                version,
                output.description,
                script.orElse(output.description),
                Duration.ofMillis(output.executionTime),
                apply.context().done().stream()
                        .filter(done -> done.script().equals(script.orElse("")))
                        .findFirst()
                        .map(ApplyContext.Ran::inTransaction)
                        .orElse(true));
    }

    /** A migration in Java has no path among the scripts; the history names its class. */
    private static Optional<String> ofClass(
            Optional<String> version, MigrateOutput output, List<HistoryEntry> pending) {
        return pending.stream()
                .filter(entry ->
                        entry.version().equals(version) && entry.description().equals(output.description))
                .map(HistoryEntry::script)
                .findFirst();
    }
}
