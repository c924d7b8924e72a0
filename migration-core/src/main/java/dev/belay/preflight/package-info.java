/**
 * Layer 2: what has to be true of a database, its server and the role before a run changes anything, and what somebody
 * should know of. Only looks: whatever it finds becomes a condition with a remedy.
 */
package dev.belay.preflight;
