/**
 * Layer 3: from scripts to findings: parse, rules, history.
 */
package dev.belay.analysis;
