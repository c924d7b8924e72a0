package dev.belay.command;

import dev.belay.migrate.DownTarget;
import dev.belay.migrate.HistoryState;
import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.PreviewOutcome;
import dev.belay.rehearsal.Rehearsal;
import dev.belay.schema.SchemaDiff;
import dev.belay.validation.WrittenSince;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an upgrade has applied is undone, if the rehearsal has shown that this leads back and nothing would be lost. */
record UndoRetreat(RunDirection.Run run) implements Retreat {

    static final Duration LOOK = Duration.ofSeconds(30);

    @Override
    public List<HistoryEntry> done(HistoryState history) {
        Set<String> planned =
                run.plan().steps().stream().map(PreviewOutcome.Step::script).collect(Collectors.toSet());
        return history.entries().stream()
                .filter(entry -> entry.installedRank().isPresent()
                        && entry.state() == HistoryEntry.State.APPLIED
                        && planned.contains(entry.script()))
                .toList();
    }

    @Override
    public Optional<String> whyNot(HistoryState history, Optional<Rehearsal.Result> rehearsal) {
        if (!history.failed().isEmpty()) {
            return Optional.of(history.failed().get(0).script() + " ran without a transaction and failed half-way");
        }
        if (!SafeUpgrade.wayBackIsProved(rehearsal)) {
            return Optional.of("no rehearsal has shown that they bring the schema back");
        }
        List<HistoryEntry> done = done(history);
        if (done.stream().anyMatch(entry -> entry.version().isEmpty())) {
            return Optional.of("a repeatable script was applied, which has no undo script");
        }
        try {
            SchemaDiff up = SchemaDiff.between(
                    run.before().schema(),
                    Before.read(run.eyes(), run.database()).schema());
            List<String> lost = WrittenSince.lost(
                    run.eyes(),
                    up,
                    run.database().migrations().historyTable(),
                    done.stream().map(HistoryEntry::script).toList(),
                    LOOK);
            return lost.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", lost));
        } catch (SQLException e) {
            return Optional.of("the server does not say what was written since: " + e.getMessage());
        }
    }

    @Override
    public Taken take(HistoryState history) {
        List<HistoryEntry> done = done(history);
        run.database().migrations().downgrade(new DownTarget.Step(done.size()));
        String scripts = done.stream().map(HistoryEntry::script).collect(Collectors.joining(", "));
        return new Taken(
                scripts + ", applied in this run, " + (done.size() == 1 ? "was" : "were") + " undone",
                "undone: " + scripts);
    }

    @Override
    public String means() {
        return "undo scripts";
    }

    @Override
    public String finish() {
        return "mvn db:upgrade";
    }
}
