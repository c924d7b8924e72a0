/** Tries an upgrade, and the way back from it, on a copy of the database. */
package dev.belay.rehearsal;
