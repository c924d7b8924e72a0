package dev.belay.migrate;

/**
 * What a downgrade would do.
 *
 * @param preview for people
 * @param exactly the same, to be done on this database, or on a copy of it
 */
public record DownPlan(PreviewPlan preview, DownTarget.Exactly exactly) {}
