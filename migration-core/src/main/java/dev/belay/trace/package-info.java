/**
 * Layer 2: runs pending scripts on a scratch database as an upgrade would, and observes what each statement does. What
 * is observed is in {@code trace.model}; what it means is for {@code rule} and {@code analysis}.
 */
package dev.belay.trace;
