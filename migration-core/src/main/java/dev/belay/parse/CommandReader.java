package dev.belay.parse;

import dev.belay.script.ObjectType;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the statements about whole objects that their first words tell: maintenance, triggers, renames, roles. */
final class CommandReader {

    private static final List<ObjectType> RENAMED = List.of(
            ObjectType.MATERIALIZED_VIEW,
            ObjectType.VIEW,
            ObjectType.INDEX,
            ObjectType.SEQUENCE,
            ObjectType.TYPE,
            ObjectType.DOMAIN,
            ObjectType.FUNCTION,
            ObjectType.PROCEDURE,
            ObjectType.ROUTINE,
            ObjectType.AGGREGATE,
            ObjectType.SCHEMA);

    private final String sql;

    CommandReader(String sql) {
        this.sql = sql;
    }

    /** {@return the kind, or empty when it is none of these} */
    Optional<StatementKind> read() {
        var cursor = new TokenCursor(sql);
        String first = cursor.current().map(Token::folded).orElse("");
        cursor.skip();
        return switch (first) {
            case "reindex" -> reindex(cursor);
            case "refresh" -> refresh(cursor);
            case "vacuum" -> vacuum(cursor);
            case "cluster" -> Optional.of(new StatementKind.Vacuum(true, cluster(cursor)));
            case "lock" -> lock(cursor);
            case "create" -> create(cursor);
            case "alter" -> alter(cursor);
            default -> Optional.empty();
        };
    }

    private static Optional<StatementKind> reindex(TokenCursor cursor) {
        cursor.parentheses();
        String what = cursor.current().map(Token::folded).orElse("");
        if (!cursor.acceptAny("index", "table", "schema", "database", "system")) {
            return Optional.empty();
        }
        boolean concurrently = cursor.accept("concurrently");
        return Optional.of(new StatementKind.Reindex(what, cursor.name(), concurrently));
    }

    private static Optional<StatementKind> refresh(TokenCursor cursor) {
        if (!cursor.accept("materialized", "view")) {
            return Optional.empty();
        }
        boolean concurrently = cursor.accept("concurrently");
        return cursor.name().map(name -> new StatementKind.RefreshMaterializedView(name, concurrently));
    }

    private Optional<StatementKind> vacuum(TokenCursor cursor) {
        boolean full = cursor.accept("full")
                || cursor.parentheses()
                        .map(options -> Lexer.tokens(options.of(sql), Integer.MAX_VALUE).stream()
                                .anyMatch(token -> token.is("full")))
                        .orElse(false);
        while (cursor.acceptAny("full", "freeze", "verbose", "analyze", "analyse")) {
            // the options of the old style come in this order
        }
        var tables = new ArrayList<QualifiedName>();
        do {
            cursor.name().ifPresent(tables::add);
            cursor.parentheses();
        } while (cursor.accept(','));
        return Optional.of(new StatementKind.Vacuum(full, tables));
    }

    private static List<QualifiedName> cluster(TokenCursor cursor) {
        cursor.accept("verbose");
        cursor.parentheses();
        return cursor.name().map(List::of).orElse(List.of());
    }

    private static Optional<StatementKind> lock(TokenCursor cursor) {
        cursor.accept("table");
        var tables = new ArrayList<QualifiedName>();
        do {
            cursor.accept("only");
            cursor.name().ifPresent(tables::add);
            cursor.accept('*');
        } while (cursor.accept(','));
        var mode = new StringBuilder();
        if (cursor.accept("in")) {
            while (!cursor.atEnd() && !cursor.accept("mode")) {
                mode.append(mode.isEmpty() ? "" : " ")
                        .append(cursor.current().orElseThrow().written().toUpperCase(Locale.ROOT));
                cursor.skip();
            }
        }
        return tables.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new StatementKind.LockTable(tables, mode.isEmpty() ? "ACCESS EXCLUSIVE" : mode.toString()));
    }

    private static Optional<StatementKind> create(TokenCursor cursor) {
        cursor.accept("or", "replace");
        if (cursor.acceptAny("role", "user", "group")) {
            return cursor.accept("mapping") ? Optional.empty() : clusterWide("CREATE ROLE");
        }
        if (cursor.acceptAny("database", "tablespace")) {
            return clusterWide("CREATE DATABASE or TABLESPACE");
        }
        if (cursor.accept("extension")) {
            cursor.accept("if", "not", "exists");
            return cursor.name().map(name -> new StatementKind.Extension(name.name(), true));
        }
        if (cursor.accept("trigger") || cursor.accept("constraint", "trigger")) {
            return named(cursor, "on", StatementKind.CreateTrigger::new);
        }
        if (cursor.accept("rule")) {
            return named(cursor, "to", StatementKind.CreateRule::new);
        }
        if (cursor.accept("policy")) {
            return named(cursor, "on", (name, table) -> new StatementKind.Policy(name, table, true));
        }
        if (cursor.accept("type")) {
            return newType(cursor);
        }
        if (cursor.accept("domain")) {
            return cursor.name().map(name -> new StatementKind.CreateObject(ObjectType.DOMAIN, name, false));
        }
        if (cursor.accept("sequence")) {
            boolean ifNotExists = cursor.accept("if", "not", "exists");
            return cursor.name().map(name -> new StatementKind.CreateObject(ObjectType.SEQUENCE, name, ifNotExists));
        }
        return Optional.empty();
    }

    private static Optional<StatementKind> newType(TokenCursor cursor) {
        Optional<QualifiedName> name = cursor.name();
        return cursor.accept("as", "enum")
                ? name.map(StatementKind.CreateEnum::new)
                : name.map(it -> new StatementKind.CreateObject(ObjectType.TYPE, it, false));
    }

    private interface OnTable {
        StatementKind of(String name, QualifiedName table);
    }

    private static Optional<StatementKind> named(TokenCursor cursor, String before, OnTable kind) {
        Optional<QualifiedName> name = cursor.name();
        cursor.skipBehind(before);
        return name.flatMap(it -> cursor.name().map(table -> kind.of(it.name(), table)));
    }

    private static Optional<StatementKind> clusterWide(String command) {
        return Optional.of(new StatementKind.ClusterWide(command));
    }

    private static Optional<StatementKind> alter(TokenCursor cursor) {
        if (cursor.acceptAny("role", "user", "group")) {
            return cursor.accept("mapping") ? Optional.empty() : clusterWide("ALTER ROLE");
        }
        if (cursor.accept("system")) {
            return clusterWide("ALTER SYSTEM");
        }
        if (cursor.acceptAny("database", "tablespace")) {
            return clusterWide("ALTER DATABASE or TABLESPACE");
        }
        if (cursor.accept("extension")) {
            return cursor.name().map(name -> new StatementKind.Extension(name.name(), false));
        }
        if (cursor.accept("policy")) {
            return named(cursor, "on", (name, table) -> new StatementKind.Policy(name, table, false));
        }
        for (ObjectType type : RENAMED) {
            if (cursor.accept(type.words().toLowerCase(Locale.ROOT).split(" "))) {
                cursor.accept("if", "exists");
                return cursor.name().flatMap(name -> altered(cursor, type, name));
            }
        }
        return Optional.empty();
    }

    private static Optional<StatementKind> altered(TokenCursor cursor, ObjectType type, QualifiedName name) {
        cursor.parentheses();
        if (cursor.accept("set", "schema")) {
            return cursor.name()
                    .map(to -> new StatementKind.RenameObject(type, name, to.name(), Optional.empty(), true));
        }
        if (cursor.accept("rename")) {
            return renamed(cursor, type, name);
        }
        if (type == ObjectType.TYPE && cursor.accept("add", "value")) {
            return Optional.of(new StatementKind.AddEnumValue(name, cursor.accept("if", "not", "exists")));
        }
        if (type == ObjectType.DOMAIN && (cursor.accept("add") || cursor.accept("set", "not", "null"))) {
            boolean notValid = false;
            while (!cursor.atEnd()) {
                notValid |= cursor.accept("not", "valid");
                cursor.skip();
            }
            return Optional.of(new StatementKind.AlterDomain(name, notValid));
        }
        return Optional.empty();
    }

    private static Optional<StatementKind> renamed(TokenCursor cursor, ObjectType type, QualifiedName name) {
        if (cursor.accept("constraint")) {
            return Optional.empty();
        }
        if (type == ObjectType.TYPE && cursor.accept("value")) {
            String from = cursor.current().map(Token::written).orElse("");
            cursor.skip();
            cursor.accept("to");
            String to = cursor.current().map(Token::written).orElse("");
            return Optional.of(new StatementKind.RenameEnumValue(name, from, to));
        }
        Optional<String> part = Optional.empty();
        if (!cursor.accept("to")) {
            cursor.acceptAny("column", "attribute");
            part = cursor.name().map(QualifiedName::name);
            cursor.accept("to");
        }
        Optional<String> renamedPart = part;
        return cursor.name().map(to -> new StatementKind.RenameObject(type, name, to.name(), renamedPart, false));
    }
}
