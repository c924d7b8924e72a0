package dev.belay.outcome;

import java.time.Duration;
import java.util.Optional;

/**
 * A script that a run has applied, or undone.
 *
 * @param version empty for repeatables
 * @param description the words of its name
 * @param script its path as the history names it
 * @param duration how long its statements took, as the history row says
 * @param inTransaction whether it ran in one transaction
 */
public record AppliedScript(
        Optional<String> version, String description, String script, Duration duration, boolean inTransaction) {}
