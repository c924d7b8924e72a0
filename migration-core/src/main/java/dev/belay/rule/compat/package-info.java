/** Layer 2. The rules about what breaks clients that run now, or what cannot be taken back. */
package dev.belay.rule.compat;
