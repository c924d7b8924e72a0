/**
 * Writes migrations: from the schema that the scripts make to the one that is wanted, each tried before anybody sees it.
 * Nothing here writes files, and nothing here knows how the wanted schema was described.
 */
package dev.belay.generate;
