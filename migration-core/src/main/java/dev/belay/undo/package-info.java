/**
 * Writes undo scripts: from the schema before and after a versioned script, and from the script's own renames. Each is
 * tried before anybody sees it. Nothing here writes files.
 */
package dev.belay.undo;
