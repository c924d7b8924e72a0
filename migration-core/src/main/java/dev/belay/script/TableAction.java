package dev.belay.script;

import java.util.Optional;

/** One action of an ALTER TABLE. Names are folded or unquoted. */
public sealed interface TableAction {

    record AddColumn(ColumnDefinition column, boolean ifNotExists) implements TableAction {}

    record DropColumn(String column, boolean ifExists, boolean cascade) implements TableAction {}

    /**
     * @param type the new type as written
     * @param using the expression behind USING, as written
     */
    record AlterColumnType(String column, String type, Optional<String> using) implements TableAction {}

    record SetNotNull(String column) implements TableAction {}

    record DropNotNull(String column) implements TableAction {}

    /** @param expression as written */
    record SetDefault(String column, String expression) implements TableAction {}

    record DropDefault(String column) implements TableAction {}

    record AddConstraint(ConstraintDefinition constraint) implements TableAction {}

    record DropConstraint(String constraint, boolean ifExists, boolean cascade) implements TableAction {}

    record ValidateConstraint(String constraint) implements TableAction {}

    record RenameTable(String to) implements TableAction {}

    record RenameColumn(String from, String to) implements TableAction {}

    record RenameConstraint(String from, String to) implements TableAction {}

    record SetSchema(String schema) implements TableAction {}

    record AttachPartition(QualifiedName partition) implements TableAction {}

    /** @param finalizing whether it only finishes an interrupted DETACH ... CONCURRENTLY */
    record DetachPartition(QualifiedName partition, boolean concurrently, boolean finalizing) implements TableAction {}

    /** SET LOGGED or SET UNLOGGED. */
    record SetLogged(boolean logged) implements TableAction {}

    /**
     * SET TABLESPACE or SET ACCESS METHOD: the rows are moved.
     *
     * @param text as written
     */
    record MoveRows(String text) implements TableAction {}

    /** REPLICA IDENTITY. */
    record ReplicaIdentity() implements TableAction {}

    /** ENABLE, DISABLE, FORCE or NO FORCE ROW LEVEL SECURITY; {@code on} says whether rows may be hidden by it. */
    record RowSecurity(boolean on) implements TableAction {}

    /** Any other action. {@code text} is as written. */
    record Other(String text) implements TableAction {}
}
