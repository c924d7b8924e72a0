/**
 * Layer 2: which database a goal works on, and when it refuses to.
 */
package dev.belay.target;
