package dev.belay.backup;

import dev.belay.backup.Manifest.Tool;
import dev.belay.schema.SchemaSnapshot;
import java.util.Optional;

/**
 * What a method has done.
 *
 * @param tool what made it
 * @param record what the server said just before
 * @param schema with owners and privileges, as the backup has it
 * @param copy the name of the database that is the backup, when one is
 * @param restoreCommand how to bring it back, when the plugin cannot
 */
record Made(
        Tool tool,
        ServerRecord record,
        SchemaSnapshot schema,
        Optional<String> copy,
        Optional<String> restoreCommand) {}
