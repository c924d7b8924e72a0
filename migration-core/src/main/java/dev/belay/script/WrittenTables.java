package dev.belay.script;

import java.util.List;

/** Whose rows a statement changes, as far as its text names them. */
public final class WrittenTables {

    private WrittenTables() {}

    /** {@return the tables of INSERT, UPDATE, DELETE, MERGE, TRUNCATE and COPY FROM; none for anything else} */
    public static List<QualifiedName> of(StatementKind kind) {
        if (kind instanceof StatementKind.Compound compound) {
            return compound.parts().stream()
                    .flatMap(part -> of(part).stream())
                    .distinct()
                    .toList();
        }
        if (kind instanceof StatementKind.Insert insert) {
            return List.of(insert.table());
        }
        if (kind instanceof StatementKind.Update update) {
            return List.of(update.table());
        }
        if (kind instanceof StatementKind.Delete delete) {
            return List.of(delete.table());
        }
        if (kind instanceof StatementKind.Merge merge) {
            return List.of(merge.table());
        }
        if (kind instanceof StatementKind.Truncate truncate) {
            return truncate.tables();
        }
        return kind instanceof StatementKind.Copy copy && copy.from()
                ? copy.table().stream().toList()
                : List.of();
    }
}
