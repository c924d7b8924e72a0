/**
 * Layer 0: what an analysis has to say about a script. Pure records; how they are found is in {@code rule}, how they
 * are written is in {@code report}.
 */
package dev.belay.finding;
