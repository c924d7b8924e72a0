/** Rules about the scripts as a set: their names, their order, and what became of them since the base. */
package dev.belay.rule.history;
