package dev.belay.backup;

import java.nio.file.Path;

/**
 * A finished backup.
 *
 * @param folder absolute; holds the manifest, and beside it the files that the manifest lists
 * @param manifest what it says
 */
public record Backup(Path folder, Manifest manifest) {}
