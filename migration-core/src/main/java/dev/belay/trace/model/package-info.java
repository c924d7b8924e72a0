/**
 * Layer 0: what was observed while scripts ran on a scratch database. Pure records; how they are observed is in
 * {@code trace}, what they mean is decided in {@code analysis}.
 */
package dev.belay.trace.model;
