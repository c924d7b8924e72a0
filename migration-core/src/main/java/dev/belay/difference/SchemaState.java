package dev.belay.difference;

import dev.belay.parse.difference.SchemaModel;
import dev.belay.schema.SchemaSnapshot;

/**
 * A schema at a version.
 *
 * @param snapshot all of it, to compare with
 * @param model what statements are made from
 * @param columns what holds rows
 */
public record SchemaState(SchemaSnapshot snapshot, SchemaModel model, Columns columns) {}
