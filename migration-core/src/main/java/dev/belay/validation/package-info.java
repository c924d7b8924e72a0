/**
 * Layer 3: what must hold after a run: indexes, constraints, foreign keys, rows nobody touched, the user's own
 * assertions, and the application's health. Reads, and changes nothing.
 */
package dev.belay.validation;
