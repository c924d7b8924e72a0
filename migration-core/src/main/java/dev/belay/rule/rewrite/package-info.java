/** Layer 2. The rules about rows that are copied into new files. */
package dev.belay.rule.rewrite;
