package dev.belay.backup;

import dev.belay.backup.Manifest.Tool;
import java.util.Optional;

/**
 * What a method has done.
 *
 * @param tool what made it
 * @param record what the server said just before
 * @param copy the name of the database that is the backup, when one is
 * @param restoreCommand how to bring it back, when the plugin cannot
 */
record Made(Tool tool, ServerRecord record, Optional<String> copy, Optional<String> restoreCommand) {}
