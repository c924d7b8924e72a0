package dev.belay.analysis;

import dev.belay.postgres.TableSize;
import dev.belay.postgres.TableSizeQuery;
import dev.belay.script.QualifiedName;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How large the tables are in the database for which the scripts are meant.
 *
 * @param tables of all tables that are known, with their schemas
 * @param defaultSchema where an unqualified name is looked for first
 */
public record TableSizes(List<TableSize> tables, String defaultSchema) {

    /** Nothing is known. */
    public static final TableSizes UNKNOWN = new TableSizes(List.of(), "public");

    public TableSizes {
        tables = List.copyOf(tables);
    }

    /**
     * {@return the sizes in a live database, which is only read}
     *
     * @param connection in auto-commit mode
     * @throws dev.belay.outcome.EnvironmentException when the server does not answer
     */
    public static TableSizes of(Connection connection, String defaultSchema) {
        return new TableSizes(TableSizeQuery.read(connection), defaultSchema);
    }

    /**
     * {@return the sizes in a file, in the format of {@link StatisticsFile}}
     *
     * @throws dev.belay.outcome.BelayException when it cannot be read, or is not in that format
     */
    public static TableSizes of(Path file, String defaultSchema) {
        return new TableSizes(StatisticsFile.read(file), defaultSchema);
    }

    /** {@return the size of a table; of one named without a schema that nobody has in the default one, the largest} */
    public Optional<TableSize> find(QualifiedName table) {
        if (table.schema().isPresent()) {
            return named(table).findFirst();
        }
        return named(QualifiedName.of(defaultSchema, table.name()))
                .findFirst()
                .or(() -> tables.stream()
                        .filter(size -> size.table().name().equals(table.name()))
                        .max(Comparator.comparingLong(TableSize::bytes)));
    }

    private Stream<TableSize> named(QualifiedName table) {
        return tables.stream().filter(size -> size.table().equals(table));
    }
}
