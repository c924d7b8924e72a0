package dev.belay.parse;

import dev.belay.script.ColumnDefinition;
import dev.belay.script.ConstraintDefinition;
import dev.belay.script.ConstraintDefinition.Kind;
import dev.belay.script.StatementKind;
import dev.belay.script.TableAction;
import java.util.List;
import java.util.Optional;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Alter_table_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Column_actionContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Constr_bodyContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Constraint_commonContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Index_parametersContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Table_actionContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Table_column_definitionContext;

/** Translates the parts of tables: columns, constraints and the actions of ALTER TABLE. */
final class TableParts {

    private final TreeText text;

    TableParts(TreeText text) {
        this.text = text;
    }

    StatementKind alter(Alter_table_statementContext alter) {
        List<TableAction> actions = alter.table_action().isEmpty()
                ? List.of(whole(alter))
                : alter.table_action().stream().map(this::action).toList();
        return new StatementKind.AlterTable(
                text.name(alter.name), alter.if_exists() != null, alter.ONLY() != null, actions);
    }

    /** The actions that cannot be combined with others. */
    private TableAction whole(Alter_table_statementContext alter) {
        if (alter.rename_to() != null) {
            return new TableAction.RenameTable(text.simple(alter.rename_to().name));
        }
        if (alter.RENAME() != null) {
            String from = text.simple(alter.identifier(0));
            String to = text.simple(alter.identifier(1));
            return alter.CONSTRAINT() != null
                    ? new TableAction.RenameConstraint(from, to)
                    : new TableAction.RenameColumn(from, to);
        }
        if (alter.set_schema() != null) {
            return new TableAction.SetSchema(text.simple(alter.set_schema().identifier()));
        }
        var partition = alter.alter_partition();
        if (partition != null && partition.DETACH() != null) {
            return new TableAction.DetachPartition(
                    text.name(partition.child), partition.CONCURRENTLY() != null, partition.FINALIZE() != null);
        }
        if (partition != null) {
            return new TableAction.AttachPartition(
                    text.name(partition.partition_table_value().schema_qualified_name()));
        }
        return new TableAction.Other(text.of(alter));
    }

    private TableAction action(Table_actionContext action) {
        boolean ifExists = action.if_exists() != null;
        boolean cascade =
                action.cascade_restrict() != null && action.cascade_restrict().CASCADE() != null;
        if (action.table_column_definition() != null) {
            return new TableAction.AddColumn(column(action.table_column_definition()), action.if_not_exists() != null);
        }
        if (action.tabl_constraint != null) {
            return new TableAction.AddConstraint(constraint(action.tabl_constraint));
        }
        if (action.column_action() != null) {
            return column(text.simple(action.column), action.column_action(), text.of(action));
        }
        if (action.column != null && action.DROP() != null) {
            return new TableAction.DropColumn(text.simple(action.column), ifExists, cascade);
        }
        if (action.drop_constraint() != null) {
            var drop = action.drop_constraint();
            return new TableAction.DropConstraint(
                    text.simple(drop.constraint_name),
                    drop.if_exists() != null,
                    drop.cascade_restrict() != null && drop.cascade_restrict().CASCADE() != null);
        }
        if (action.validate_constraint() != null) {
            return new TableAction.ValidateConstraint(text.simple(action.validate_constraint().constraint_name));
        }
        return ActionReader.read(text.of(action));
    }

    private TableAction column(String column, Column_actionContext action, String written) {
        if (action.data_type() != null) {
            return new TableAction.AlterColumnType(
                    column,
                    text.of(action.data_type()),
                    Optional.ofNullable(action.vex())
                            .filter(using -> action.USING() != null)
                            .map(text::of));
        }
        if (action.NULL() != null) {
            return action.set != null ? new TableAction.SetNotNull(column) : new TableAction.DropNotNull(column);
        }
        if (action.set_def_column() != null) {
            return new TableAction.SetDefault(
                    column, text.of(action.set_def_column().vex()));
        }
        return action.drop_def() != null ? new TableAction.DropDefault(column) : new TableAction.Other(written);
    }

    ColumnDefinition column(Table_column_definitionContext column) {
        return new ColumnDefinition(
                text.simple(column.identifier()),
                text.of(column.data_type()),
                column.constraint_common().stream().map(this::constraint).toList());
    }

    ConstraintDefinition constraint(Constraint_commonContext constraint) {
        Constr_bodyContext body = constraint.constr_body();
        return new ConstraintDefinition(
                Optional.ofNullable(constraint.identifier()).map(text::simple),
                kind(body),
                constraint.VALID() != null,
                Optional.ofNullable(body.REFERENCES()).map(word -> text.name(body.schema_qualified_name())),
                Optional.ofNullable(body.index_parameters()).flatMap(this::existingIndex),
                text.of(constraint));
    }

    private Optional<String> existingIndex(Index_parametersContext parameters) {
        return Optional.ofNullable(parameters.schema_qualified_name()).map(text::simple);
    }

    private static Kind kind(Constr_bodyContext body) {
        if (body.EXCLUDE() != null) {
            return Kind.EXCLUDE;
        }
        if (body.REFERENCES() != null) {
            return Kind.FOREIGN_KEY;
        }
        if (body.CHECK() != null) {
            return Kind.CHECK;
        }
        if (body.UNIQUE() != null) {
            return Kind.UNIQUE;
        }
        if (body.PRIMARY() != null) {
            return Kind.PRIMARY_KEY;
        }
        if (body.identity_body() != null) {
            return Kind.IDENTITY;
        }
        if (body.default_expr != null) {
            return Kind.DEFAULT;
        }
        if (body.GENERATED() != null) {
            return Kind.GENERATED;
        }
        return body.NOT() != null ? Kind.NOT_NULL : Kind.NULL;
    }
}
