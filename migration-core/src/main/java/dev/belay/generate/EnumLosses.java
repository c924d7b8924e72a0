package dev.belay.generate;

import dev.belay.difference.EnumAnew;
import dev.belay.script.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Enums that are to have fewer values, or in another order. To a comparison of schemas such a type is dropped with all
 * columns of it, and comes anew.
 *
 * @param migrated the schema as it is
 * @param wanted the one that there is to be
 */
record EnumLosses(Catalog migrated, Catalog wanted) {

    private static final String ENUM = "enum\n";

    /** {@return the statements that make such types anew, each with what it loses} */
    List<Difference> statements(Connection connection) throws SQLException {
        var statements = new ArrayList<Difference>();
        for (var type : migrated.of("type").entrySet()) {
            String after = wanted.definition("type", type.getKey()).orElse("");
            List<String> labels = labels(after);
            if (type.getValue().startsWith(ENUM) && !labels.isEmpty() && !isWithin(labels(type.getValue()), labels)) {
                String schema = type.getKey().substring(0, type.getKey().indexOf('.'));
                String name = type.getKey().substring(schema.length() + 1);
                QualifiedName shown = Catalog.name(Catalog.parts(type.getKey()));
                EnumAnew.statements(connection, schema, name, labels).stream()
                        .map(sql -> Difference.of(sql).losing("values of the enum " + shown + ", or their order"))
                        .forEach(statements::add);
            }
        }
        return statements;
    }

    private static List<String> labels(String definition) {
        return definition.startsWith(ENUM)
                ? Arrays.asList(definition.substring(ENUM.length()).split("\n"))
                : List.of();
    }

    /** New values can be put anywhere between those that are there. */
    private static boolean isWithin(List<String> before, List<String> after) {
        Iterator<String> rest = after.iterator();
        return before.stream().allMatch(label -> {
            while (rest.hasNext()) {
                if (rest.next().equals(label)) {
                    return true;
                }
            }
            return false;
        });
    }
}
