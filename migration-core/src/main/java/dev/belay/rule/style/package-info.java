/** Layer 2. The rules that give advice on new tables and names. */
package dev.belay.rule.style;
