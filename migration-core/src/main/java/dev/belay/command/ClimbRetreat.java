package dev.belay.command;

import dev.belay.migrate.AppliedProject;
import dev.belay.migrate.DownTarget;
import dev.belay.migrate.HistoryState;
import dev.belay.migrate.Migrations;
import dev.belay.migrate.UpTarget;
import dev.belay.outcome.AppliedScript;
import dev.belay.outcome.DataLoss;
import dev.belay.outcome.HistoryEntry;
import dev.belay.rehearsal.Rehearsal;
import dev.belay.schema.SchemaDiff;
import dev.belay.script.Version;
import dev.belay.validation.WrittenSince;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a downgrade has taken back is applied again, if the rehearsal has shown that this leads back, and nothing was lost
 * or would be.
 *
 * @param down what was to be taken back
 * @param applied what the database had applied, and how
 * @param loss what goes with the downgrade; empty when that is not known
 */
record ClimbRetreat(RunDirection.Run run, DownTarget.Exactly down, AppliedProject applied, Optional<DataLoss> loss)
        implements Retreat {

    /** Those that were taken back: entries that say so, one for each version. */
    @Override
    public List<HistoryEntry> done(HistoryState history) {
        List<Version> inForce = history.inForce().stream()
                .map(entry -> Version.of(entry.version().orElseThrow()))
                .toList();
        return down.versions().stream()
                .filter(version -> !inForce.contains(version))
                .flatMap(version -> history.entries().stream()
                        .filter(entry -> entry.version().flatMap(Version::parse).equals(Optional.of(version)))
                        .filter(entry -> entry.state() == HistoryEntry.State.UNDONE
                                || entry.state() == HistoryEntry.State.PENDING)
                        .limit(1))
                .toList();
    }

    @Override
    public Optional<String> whyNot(HistoryState history, Optional<Rehearsal.Result> rehearsal) {
        if (done(history).isEmpty()) {
            return Optional.of("no version was taken back that could be applied again: an undo script without a"
                    + " transaction has stopped half-way, and what it had done stays");
        }
        if (!SafeUpgrade.wayBackIsProved(rehearsal)) {
            return Optional.of("no rehearsal has shown that " + means() + " bring the schema back");
        }
        if (loss.isEmpty() || loss.get().losesData()) {
            return Optional.of("versioned scripts do not bring back what went: "
                    + loss.map(DataLoss::dataLine).orElse("nobody knows what"));
        }
        return Retreat.whyUnseen(rehearsal.orElseThrow());
    }

    @Override
    public WrittenSince loss(HistoryState history, Rehearsal.Result rehearsal, Optional<String> horizon) {
        SchemaDiff now = SchemaDiff.between(run.before().schema(), Before.schemaNow(run.eyes(), run.database()));
        return new WrittenSince(
                cameSince(now),
                Retreat.written(rehearsal, run.before()),
                run.database().migrations().historyTable(),
                done(history).stream().map(HistoryEntry::script).toList(),
                horizon,
                UndoRetreat.LOOK);
    }

    /** What went had nothing in it. */
    private static SchemaDiff cameSince(SchemaDiff diff) {
        return new SchemaDiff(diff.differences().stream()
                .filter(difference -> difference.after().isPresent())
                .toList());
    }

    @Override
    public Taken take(HistoryState history) {
        Migrations.Result result =
                run.database().migrations().with(applied.project()).upgrade(new UpTarget.Latest());
        String scripts = result.scripts().stream().map(AppliedScript::script).collect(Collectors.joining(", "));
        return new Taken(
                scripts + ", undone in this run, " + (result.scripts().size() == 1 ? "was" : "were") + " applied again",
                "applied again: " + scripts);
    }

    @Override
    public String means() {
        return "versioned scripts";
    }

    @Override
    public String finish() {
        return "mvn db:downgrade -Ddb.target="
                + run.plan().after().map(Version::toString).orElse("base");
    }

    @Override
    public String back() {
        return "mvn db:upgrade -Ddb.target="
                + run.plan().before().map(Version::toString).orElse("base");
    }
}
