package dev.belay.parse;

import dev.belay.script.Persistence;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Create_index_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Create_table_as_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Create_table_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Define_columnsContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Define_tableContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Schema_createContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.StatementContext;

/** Translates the grammar's tree of one statement into its kind. */
final class TreeReader {

    private final String sql;
    private final TreeText text;
    private final TableParts parts;

    TreeReader(String sql) {
        this.sql = sql;
        this.text = new TreeText(sql);
        this.parts = new TableParts(text);
    }

    StatementKind kind(SQLParser.SqlContext tree) {
        List<StatementContext> statements = tree.statement();
        if (statements.size() != 1) {
            return new StatementKind.Opaque("the grammar reads " + statements.size() + " statements in it");
        }
        var schema = statements.get(0).schema_statement();
        if (schema == null) {
            return other();
        }
        if (schema.schema_create() != null) {
            return create(schema.schema_create());
        }
        if (schema.schema_alter() != null && schema.schema_alter().alter_table_statement() != null) {
            return parts.alter(schema.schema_alter().alter_table_statement());
        }
        return other();
    }

    private StatementKind create(Schema_createContext create) {
        if (create.create_table_statement() != null) {
            return table(create.create_table_statement());
        }
        if (create.create_table_as_statement() != null) {
            return tableAs(create.create_table_as_statement());
        }
        if (create.create_foreign_table_statement() != null) {
            var table = create.create_foreign_table_statement();
            return table(
                    text.name(table.name),
                    table.if_not_exists() != null,
                    Persistence.PERMANENT,
                    table.define_columns(),
                    false,
                    Optional.ofNullable(table.define_partition()).map(p -> text.name(p.parent_table)));
        }
        if (create.create_index_statement() != null) {
            return index(create.create_index_statement());
        }
        if (create.create_view_statement() != null) {
            var view = create.create_view_statement();
            return new StatementKind.CreateView(
                    text.name(view.name), view.REPLACE() != null, view.MATERIALIZED() != null);
        }
        if (create.create_schema_statement() != null) {
            var schema = create.create_schema_statement();
            return new StatementKind.CreateSchema(
                    Optional.ofNullable(schema.name).map(text::simple), schema.if_not_exists() != null);
        }
        return other();
    }

    private StatementKind table(Create_table_statementContext table) {
        Define_tableContext definition = table.define_table();
        return table(
                text.name(table.name),
                table.if_not_exists() != null,
                persistence(table.TEMP() != null || table.TEMPORARY() != null, table.UNLOGGED() != null),
                definition.define_columns(),
                table.partition_by() != null,
                Optional.ofNullable(definition.define_partition()).map(p -> text.name(p.parent_table)));
    }

    private StatementKind table(
            QualifiedName name,
            boolean ifNotExists,
            Persistence persistence,
            Define_columnsContext columns,
            boolean partitioned,
            Optional<QualifiedName> partitionOf) {
        var definitions = columns == null ? List.<SQLParser.Table_column_defContext>of() : columns.table_column_def();
        return new StatementKind.CreateTable(
                name,
                ifNotExists,
                persistence,
                partitioned,
                partitionOf,
                false,
                definitions.stream()
                        .filter(definition -> definition.table_column_definition() != null)
                        .map(definition -> parts.column(definition.table_column_definition()))
                        .toList(),
                definitions.stream()
                        .filter(definition -> definition.tabl_constraint != null)
                        .map(definition -> parts.constraint(definition.tabl_constraint))
                        .toList());
    }

    private StatementKind tableAs(Create_table_as_statementContext table) {
        return new StatementKind.CreateTable(
                text.name(table.name),
                table.if_not_exists() != null,
                persistence(table.TEMP() != null || table.TEMPORARY() != null, table.UNLOGGED() != null),
                false,
                Optional.empty(),
                true,
                List.of(),
                List.of());
    }

    private static Persistence persistence(boolean temporary, boolean unlogged) {
        return temporary ? Persistence.TEMPORARY : unlogged ? Persistence.UNLOGGED : Persistence.PERMANENT;
    }

    private StatementKind index(Create_index_statementContext index) {
        return new StatementKind.CreateIndex(
                Optional.ofNullable(index.name).map(text::simple),
                text.name(index.table_name),
                index.UNIQUE() != null,
                index.CONCURRENTLY() != null,
                index.if_not_exists() != null,
                index.ONLY() != null,
                index.index_rest().index_columns().index_column().size());
    }

    private StatementKind other() {
        List<Token> words = Lexer.tokens(sql, 4).stream()
                .filter(token -> !token.isAny("or", "replace"))
                .toList();
        boolean typed = words.get(0).isAny("create", "alter", "drop");
        return new StatementKind.Other(words.stream()
                .limit(typed ? 2 : 1)
                .map(token -> token.written().toUpperCase(Locale.ROOT))
                .collect(Collectors.joining(" ")));
    }
}
