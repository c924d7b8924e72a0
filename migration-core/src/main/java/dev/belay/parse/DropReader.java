package dev.belay.parse;

import dev.belay.script.ObjectType;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads DROP statements. */
final class DropReader {

    private final TokenCursor cursor;

    /** @param cursor at the word DROP */
    DropReader(TokenCursor cursor) {
        this.cursor = cursor;
        cursor.skip();
    }

    /** {@return empty for what has no plain name (casts, operators, ...) and for what is not as SQL wants it} */
    Optional<StatementKind> read() {
        if (cursor.accept("owned", "by")) {
            return owned();
        }
        return type().flatMap(this::objects);
    }

    private Optional<StatementKind> owned() {
        var roles = new ArrayList<String>();
        do {
            Optional<QualifiedName> role = cursor.name();
            if (role.isEmpty()) {
                return Optional.empty();
            }
            roles.add(role.get().name());
        } while (cursor.accept(','));
        boolean cascade = cursor.cascade();
        return cursor.atEnd() ? Optional.of(new StatementKind.DropOwned(roles, cascade)) : Optional.empty();
    }

    private Optional<ObjectType> type() {
        cursor.accept("procedural");
        if (cursor.acceptAny("user", "group")) {
            // DROP USER MAPPING has no name of its own
            return cursor.accept("mapping") ? Optional.empty() : Optional.of(ObjectType.ROLE);
        }
        for (ObjectType type : ObjectType.values()) {
            if (cursor.accept(type.words().toLowerCase(Locale.ROOT).split(" "))) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private Optional<StatementKind> objects(ObjectType type) {
        boolean concurrently = type == ObjectType.INDEX && cursor.accept("concurrently");
        boolean ifExists = cursor.accept("if", "exists");
        List<QualifiedName> names = new ArrayList<>();
        do {
            Optional<QualifiedName> name = cursor.name();
            if (name.isEmpty()) {
                return Optional.empty();
            }
            names.add(name.get());
            cursor.parentheses();
        } while (cursor.accept(','));
        Optional<QualifiedName> on = cursor.accept("on") ? cursor.name() : Optional.empty();
        if (type == ObjectType.DATABASE) {
            // [WITH] (FORCE)
            cursor.accept("with");
            cursor.parentheses();
        }
        boolean cascade = cursor.cascade();
        return cursor.atEnd()
                ? Optional.of(new StatementKind.DropObjects(type, names, on, ifExists, cascade, concurrently))
                : Optional.empty();
    }
}
