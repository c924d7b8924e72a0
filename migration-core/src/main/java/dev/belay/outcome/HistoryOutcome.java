package dev.belay.outcome;

import java.util.List;

/**
 * Every script with its state.
 *
 * @param target the database
 * @param entries in Flyway's order: by version, then repeatables
 */
public record HistoryOutcome(TargetInfo target, List<HistoryEntry> entries) {}
