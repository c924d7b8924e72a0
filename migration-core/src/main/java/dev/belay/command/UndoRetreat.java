package dev.belay.command;

import dev.belay.migrate.HistoryState;
import dev.belay.migrate.UpTarget;
import dev.belay.outcome.HistoryEntry;
import dev.belay.rehearsal.Rehearsal;
import dev.belay.schema.SchemaDiff;
import dev.belay.script.Version;
import dev.belay.validation.WrittenSince;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an upgrade has applied is undone, if the rehearsal has shown that this leads back and nothing would be lost.
 *
 * @param target where the upgrade was to end
 */
record UndoRetreat(RunDirection.Run run, UpTarget target) implements Retreat {

    static final Duration LOOK = Duration.ofSeconds(30);

    @Override
    public List<HistoryEntry> done(HistoryState history) {
        return applied(history).own();
    }

    private AppliedByRun applied(HistoryState history) {
        return AppliedByRun.of(run.plan(), run.before(), history);
    }

    @Override
    public Optional<String> whyNot(HistoryState history, Optional<Rehearsal.Result> rehearsal) {
        if (!history.failed().isEmpty()) {
            return Optional.of(history.failed().get(0).script() + " ran without a transaction and failed half-way");
        }
        if (!SafeUpgrade.wayBackIsProved(rehearsal)) {
            return Optional.of("no rehearsal has shown that " + means() + " bring the schema back");
        }
        AppliedByRun applied = applied(history);
        if (applied.own().stream().anyMatch(entry -> entry.version().isEmpty())) {
            return Optional.of("a repeatable script was applied, which has no undo script");
        }
        if (!applied.others().isEmpty()) {
            return Optional.of("somebody else has applied " + String.join(", ", applied.others()) + " meanwhile");
        }
        return Retreat.whyUnseen(rehearsal.orElseThrow());
    }

    @Override
    public WrittenSince loss(HistoryState history, Rehearsal.Result rehearsal, Optional<String> horizon) {
        SchemaDiff up = SchemaDiff.between(run.before().schema(), Before.schemaNow(run.eyes(), run.database()));
        return new WrittenSince(
                up,
                Retreat.written(rehearsal, run.before()),
                run.database().migrations().historyTable(),
                applied(history).scripts(),
                horizon,
                LOOK);
    }

    @Override
    public Taken take(HistoryState history) {
        AppliedByRun applied = applied(history);
        run.database().migrations().downgrade(applied.target());
        String scripts = String.join(", ", applied.scripts());
        return new Taken(
                scripts + ", applied in this run, " + (applied.own().size() == 1 ? "was" : "were") + " undone",
                "undone: " + scripts);
    }

    @Override
    public String means() {
        return "undo scripts";
    }

    @Override
    public String finish() {
        // counted from where a failure leaves it, +N would be too far
        return target instanceof UpTarget.Latest
                ? "mvn db:upgrade"
                : "mvn db:upgrade"
                        + run.plan()
                                .after()
                                .map(version -> " -Ddb.target=" + version)
                                .orElse("");
    }

    @Override
    public String back() {
        return "mvn db:downgrade -Ddb.target="
                + run.plan().before().map(Version::toString).orElse("base");
    }
}
