package dev.belay.generate;

import dev.belay.difference.ScratchSession;
import dev.belay.rule.SqlName;
import dev.belay.schema.ObjectId;
import dev.belay.schema.SchemaObject;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.script.ObjectType;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Views that are dropped and made again as they were, only because what they read changes in between. When that is left
 * out, they need not go either.
 *
 * @param before the migrated schema
 * @param current the same with its renames done
 * @param wanted the one that there is to be
 */
record Detours(SchemaSnapshot before, Catalog current, SchemaSnapshot wanted) {

    /**
     * {@return the statements without those that nothing needs}
     *
     * @param statements some of which are left out
     * @param session into a database that stands at the migrated schema, and is left so
     */
    List<Difference> without(List<Difference> statements, ScratchSession session) {
        Set<QualifiedName> views = new HashSet<>();
        for (Difference statement : statements) {
            if (statement.kind() instanceof StatementKind.DropObjects drop
                    && (drop.type() == ObjectType.VIEW || drop.type() == ObjectType.MATERIALIZED_VIEW)) {
                drop.names().stream().map(current::full).filter(this::isSame).forEach(views::add);
            }
        }
        if (views.isEmpty()) {
            return statements;
        }
        List<Difference> direct = statements.stream()
                .filter(statement -> statement.loss().isPresent() || !isAbout(statement, views))
                .toList();
        boolean runs = Separation.of(direct, session).equals(direct);
        return runs ? direct : statements;
    }

    /** What makes an enum anew has dropped its views already. */
    private boolean isSame(QualifiedName view) {
        return List.of("view", "materialized view").stream()
                .map(type -> new ObjectId(type, SqlName.of(view)))
                .anyMatch(id -> definition(current.snapshot(), id)
                        .or(() -> definition(before, id))
                        .filter(is -> definition(wanted, id).filter(is::equals).isPresent())
                        .isPresent());
    }

    private static Optional<String> definition(SchemaSnapshot snapshot, ObjectId id) {
        return Optional.ofNullable(snapshot.objects().get(id)).map(SchemaObject::definition);
    }

    private boolean isAbout(Difference statement, Set<QualifiedName> views) {
        StatementKind kind = statement.kind();
        if (kind instanceof StatementKind.CreateView view) {
            return views.contains(current.full(view.name()));
        }
        if (kind instanceof StatementKind.CreateIndex index) {
            return views.contains(current.full(index.table()));
        }
        if (kind instanceof StatementKind.Comment || kind instanceof StatementKind.Grant) {
            // of its columns, too
            return views.stream()
                    .map(view -> Pattern.compile("\\s" + Pattern.quote(SqlName.of(view)) + "[\\s.]"))
                    .anyMatch(view -> view.matcher(statement.sql()).find());
        }
        return kind instanceof StatementKind.DropObjects drop
                && drop.names().stream().map(current::full).allMatch(views::contains);
    }
}
