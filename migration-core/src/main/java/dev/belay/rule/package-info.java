/**
 * Layer 2: what makes a script dangerous, one class per rule. A rule returns findings or nothing; it neither logs
 * nor throws.
 */
package dev.belay.rule;
