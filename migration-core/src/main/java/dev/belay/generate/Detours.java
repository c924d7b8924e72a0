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
import java.util.Objects;
import java.util.Set;

/**
 * Views that are dropped and made again as they were, only because what they read changes in between. When that is left
 * out, they need not go either.
 *
 * @param current the schema as it is
 * @param wanted the one that there is to be
 */
record Detours(Catalog current, SchemaSnapshot wanted) {

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
                .filter(statement -> statement.loss().isPresent() || !isAbout(statement.kind(), views))
                .toList();
        boolean runs = Separation.of(direct, session).equals(direct);
        return runs ? direct : statements;
    }

    private boolean isSame(QualifiedName view) {
        return List.of("view", "materialized view").stream()
                .map(type -> new ObjectId(type, SqlName.of(view)))
                .anyMatch(id -> current.snapshot().objects().containsKey(id)
                        && Objects.equals(definition(current.snapshot(), id), definition(wanted, id)));
    }

    private static String definition(SchemaSnapshot snapshot, ObjectId id) {
        SchemaObject object = snapshot.objects().get(id);
        return object == null ? "" : object.definition();
    }

    private boolean isAbout(StatementKind kind, Set<QualifiedName> views) {
        if (kind instanceof StatementKind.CreateView view) {
            return views.contains(current.full(view.name()));
        }
        if (kind instanceof StatementKind.CreateIndex index) {
            return views.contains(current.full(index.table()));
        }
        return kind instanceof StatementKind.DropObjects drop
                && drop.names().stream().map(current::full).allMatch(views::contains);
    }
}
