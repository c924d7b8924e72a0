package dev.belay.postgres;

import dev.belay.script.QualifiedName;

/**
 * How large a table is, its partitions and inheritance children included.
 *
 * @param table with its schema
 * @param rows as the server's statistics have it: an estimate, except that no rows means no page either
 * @param bytes with TOAST, without indexes
 */
public record TableSize(QualifiedName table, long rows, long bytes) {}
