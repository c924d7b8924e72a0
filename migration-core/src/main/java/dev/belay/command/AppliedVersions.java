package dev.belay.command;

import dev.belay.analysis.Renumbering.Moved;
import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.HistoryEntry.State;
import dev.belay.script.ScriptFile;
import dev.belay.script.Version;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one database has applied, read without looking at the scripts: two of them may have one version, which Flyway
 * refuses.
 *
 * @param database for people
 * @param embedded whether it is the project's embedded database
 * @param entries its history
 */
record AppliedVersions(String database, boolean embedded, List<HistoryEntry> entries) {

    /** What was taken back can be applied under another version. */
    private static final Set<State> NOT_APPLIED =
            EnumSet.of(State.UNDONE, State.DELETED, State.PENDING, State.BASELINE, State.IGNORED, State.ABOVE_TARGET);

    static AppliedVersions read(DatabaseRequest request) {
        var bare = new DatabaseRequest(
                request.project().withoutScripts(),
                request.connection(),
                request.embedded(),
                request.environment(),
                request.progress());
        try (var database = OpenDatabase.forReading(bare)) {
            return new AppliedVersions(
                    database.target().database() + " at " + database.target().server(),
                    request.embedded(),
                    database.migrations().history().entries());
        }
    }

    /** {@return those that the database has, also half of one that failed} */
    List<Moved> among(List<Moved> moves) {
        return moves.stream()
                .filter(moved -> entries.stream().anyMatch(entry -> isApplied(entry) && isOf(entry, moved.script())))
                .toList();
    }

    /** {@return the highest version below another that the database has} */
    Optional<Version> below(Version version) {
        return entries.stream()
                .filter(entry -> isApplied(entry) || entry.state() == State.BASELINE)
                .flatMap(entry -> entry.version().flatMap(Version::parse).stream())
                .filter(other -> other.compareTo(version) < 0)
                .max(Version::compareTo);
    }

    private static boolean isApplied(HistoryEntry entry) {
        return entry.installedRank().isPresent()
                && !entry.type().equals("DELETE")
                && !NOT_APPLIED.contains(entry.state());
    }

    /** The same version may be another script's; a script may have been moved to another folder since. */
    private static boolean isOf(HistoryEntry entry, ScriptFile script) {
        return entry.version().flatMap(Version::parse).equals(script.name().version())
                && (entry.script().equals(script.script())
                        || entry.description().equals(script.name().description()));
    }
}
