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
 * @param copy the database that is the backup, when one is
 * @param restoreCommand how to bring it back, when the plugin cannot
 */
record Made(
        Tool tool, ServerRecord record, SchemaSnapshot schema, Optional<Copy> copy, Optional<String> restoreCommand) {

    /**
     * A copy.
     *
     * @param name the database's
     * @param bytes its size, as that of the original was before
     */
    record Copy(String name, long bytes) {}
}
