package dev.belay.migrate;

import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.HistoryEntry.State;
import dev.belay.outcome.HistoryEntry.Undo;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.script.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** From what was asked for to what it means for this history; refuses what it cannot mean. */
final class Targets {

    private static final String UNCHANGED = "The database is unchanged.";

    private Targets() {}

    /**
     * The version up to which an upgrade applies scripts.
     *
     * @return empty: all of them
     */
    static Optional<Version> up(UpTarget target, HistoryState history) {
        if (target instanceof UpTarget.To to) {
            return Optional.of(known(to.version(), history));
        }
        if (target instanceof UpTarget.Step step) {
            return Optional.of(nth(step.count(), history));
        }
        return Optional.empty();
    }

    private static Version known(Version wanted, HistoryState history) {
        if (history.current().filter(current -> current.compareTo(wanted) > 0).isPresent()) {
            throw refused(
                    "version " + wanted + " lies below the current version "
                            + history.current().orElseThrow(),
                    "to go down:  mvn db:downgrade -Ddb.target=" + wanted);
        }
        boolean exists = history.entries().stream()
                .anyMatch(entry -> entry.version()
                        .flatMap(Version::parse)
                        .filter(wanted::equals)
                        .isPresent());
        if (!exists) {
            throw refused(
                    "there is no version " + wanted + " among the scripts",
                    history.pending().isEmpty()
                            ? "nothing is pending: the database is at version "
                                    + history.current().map(Version::toString).orElse("none") + ";  mvn db:history"
                            : "choose one of the pending versions: " + versions(history.pending()));
        }
        return wanted;
    }

    private static Version nth(int count, HistoryState history) {
        List<HistoryEntry> pending = history.pending().stream()
                .filter(entry -> entry.version().isPresent())
                .toList();
        if (count > pending.size()) {
            throw refused(
                    "+" + count + " asks for " + count + " versions, and " + pending.size() + " are pending",
                    "give a smaller number, or leave db.target out to apply all");
        }
        return Version.of(pending.get(count - 1).version().orElseThrow());
    }

    /**
     * The versions that a downgrade takes back, the last applied first.
     *
     * @throws RefusalException when the target is not one, or an undo script on the way is missing
     */
    static List<HistoryEntry> down(DownTarget target, HistoryState history) {
        List<HistoryEntry> applied = history.inForce().stream()
                .filter(entry -> entry.state() != State.BASELINE)
                .sorted(Comparator.comparingInt(
                                (HistoryEntry entry) -> entry.installedRank().orElse(0))
                        .reversed())
                .toList();
        List<HistoryEntry> steps;
        if (target instanceof DownTarget.Exactly exactly) {
            steps = each(exactly.versions(), applied);
        } else if (target instanceof DownTarget.To to) {
            steps = above(to.version(), history, applied);
        } else if (target instanceof DownTarget.Step step) {
            steps = last(step.count(), applied);
        } else if (target instanceof DownTarget.Ranks ranks) {
            steps = these(ranks.ranks(), applied);
        } else {
            steps = applied;
        }
        requireUndo(steps);
        return steps;
    }

    private static List<HistoryEntry> each(List<Version> versions, List<HistoryEntry> applied) {
        return versions.stream()
                .map(version -> applied.stream()
                        .filter(entry ->
                                Version.of(entry.version().orElseThrow()).equals(version))
                        .findFirst()
                        .orElseThrow(() -> refused(
                                "version " + version + " is not applied", "look at the history:  mvn db:history")))
                .toList();
    }

    private static List<HistoryEntry> above(Version wanted, HistoryState history, List<HistoryEntry> applied) {
        boolean inForce = history.inForce().stream()
                .anyMatch(entry -> Version.of(entry.version().orElseThrow()).equals(wanted));
        if (!inForce) {
            String current = history.current().map(Version::toString).orElse("none");
            throw refused(
                    "version " + wanted + " is not applied (current version: " + current + ")",
                    "choose one of the applied versions (mvn db:history), -N, or base");
        }
        return applied.stream()
                .filter(entry -> Version.of(entry.version().orElseThrow()).compareTo(wanted) > 0)
                .toList();
    }

    private static List<HistoryEntry> last(int count, List<HistoryEntry> applied) {
        if (count > applied.size()) {
            throw refused(
                    "-" + count + " asks for " + count + " versions, and " + applied.size()
                            + " are applied that can be taken back",
                    "give a smaller number, or db.target=base to take back all");
        }
        return applied.subList(0, count);
    }

    private static List<HistoryEntry> these(Set<Integer> ranks, List<HistoryEntry> applied) {
        List<HistoryEntry> last = applied.stream().limit(ranks.size()).toList();
        boolean same = last.stream()
                .map(entry -> entry.installedRank().orElse(0))
                .collect(Collectors.toSet())
                .equals(ranks);
        if (!same) {
            throw refused(
                    "other versions were applied or taken back meanwhile",
                    "find out who works on this history:  mvn db:history");
        }
        return last;
    }

    private static void requireUndo(List<HistoryEntry> steps) {
        List<String> missing = steps.stream()
                .filter(Targets::hasNoUndo)
                .map(entry -> entry.script() + ": no undo script U"
                        + entry.version().orElseThrow() + "__*.sql in the locations, and none kept in belay.script")
                .toList();
        if (!missing.isEmpty()) {
            int possible =
                    (int) steps.stream().takeWhile(entry -> !hasNoUndo(entry)).count();
            throw new RefusalException(Problem.of(
                            missing.size() == 1
                                    ? "an undo script on the way down is missing"
                                    : missing.size() + " undo scripts on the way down are missing",
                            (missing.size() == 1 ? "write it" : "write them")
                                    + (possible == 0
                                            ? "; the version applied last has none, so there is no shorter way down"
                                            : ", or go only as far as there are undo scripts:  mvn db:downgrade"
                                                    + " -Ddb.target=-" + possible))
                    .withDetails(missing)
                    .withState(UNCHANGED));
        }
    }

    private static boolean hasNoUndo(HistoryEntry entry) {
        return entry.undo() == Undo.NONE;
    }

    private static String versions(List<HistoryEntry> entries) {
        List<String> versions =
                entries.stream().flatMap(entry -> entry.version().stream()).toList();
        return versions.isEmpty()
                ? "none"
                : String.join(", ", versions.subList(0, Math.min(12, versions.size())))
                        + (versions.size() > 12 ? ", ... " + versions.get(versions.size() - 1) : "");
    }

    private static RefusalException refused(String what, String next) {
        return new RefusalException(Problem.of(what, next).withState(UNCHANGED));
    }
}
