/** Reads the schema of a database from its catalogue. */
package dev.belay.postgres.snapshot;
