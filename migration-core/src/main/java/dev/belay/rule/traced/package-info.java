/** Layer 2. The rules about what only a trace shows. */
package dev.belay.rule.traced;
