package dev.belay.difference;

import dev.belay.postgres.TypeWidening;
import dev.belay.rule.SqlName;
import dev.belay.schema.SchemaObject;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.script.QualifiedName;
import dev.belay.script.TableAction;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the values of a column lose when it gets another type. */
public final class TypeLoss {

    private static final Pattern COLLATION = Pattern.compile("(?is)\\s+collate\\s+.*");

    private TypeLoss() {}

    /**
     * {@return what is lost, for people; empty when the new type holds every value of the former one}
     *
     * @param from the schema that has the column; one that it does not have loses nothing
     * @param table with its schema
     */
    public static Optional<String> of(SchemaSnapshot from, QualifiedName table, TableAction.AlterColumnType change) {
        String to = COLLATION.matcher(change.type()).replaceAll("");
        return from.find("column", SqlName.of(table) + "." + SqlName.of(change.column()))
                .map(SchemaObject::definition)
                .flatMap(definition -> definition.lines().findFirst())
                .filter(before -> !TypeWidening.keeps(before, to))
                .map(before -> "values of " + table + "." + change.column() + " that " + before + " holds and " + to
                        + " does not");
    }
}
