/** Layer 2. The rules about the comments by which scripts accept findings. */
package dev.belay.rule.allowance;
