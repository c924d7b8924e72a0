package dev.belay.generate;

/**
 * One statement that is to be written.
 *
 * @param sql without semicolon; comments may stand before it
 * @param phase when it runs
 */
record Change(String sql, Phase phase) {}
