/** Layer 2. The rules about locks that others wait for. */
package dev.belay.rule.lock;
