package dev.belay.script;

import java.util.List;
import java.util.Optional;

/** What a statement does, as far as its text says so. */
public sealed interface StatementKind {

    /**
     * CREATE TABLE, CREATE FOREIGN TABLE and CREATE TABLE AS.
     *
     * @param partitioned whether it has PARTITION BY
     * @param partitionOf the partitioned table that it becomes a part of
     * @param fromQuery whether it is CREATE TABLE AS; columns are unknown then
     * @param columns in the order of the script
     * @param constraints those of the table as a whole
     */
    record CreateTable(
            QualifiedName name,
            boolean ifNotExists,
            Persistence persistence,
            boolean partitioned,
            Optional<QualifiedName> partitionOf,
            boolean fromQuery,
            List<ColumnDefinition> columns,
            List<ConstraintDefinition> constraints)
            implements StatementKind {

        public CreateTable {
            columns = List.copyOf(columns);
            constraints = List.copyOf(constraints);
        }
    }

    /**
     * CREATE INDEX.
     *
     * @param name empty when the server is to choose one
     * @param only whether ON ONLY leaves the partitions without it
     * @param columns how many columns and expressions it is over, those of INCLUDE not among them
     */
    record CreateIndex(
            Optional<String> name,
            QualifiedName table,
            boolean unique,
            boolean concurrently,
            boolean ifNotExists,
            boolean only,
            int columns)
            implements StatementKind {}

    /**
     * REINDEX.
     *
     * @param what {@code index}, {@code table}, {@code schema}, {@code database} or {@code system}
     * @param name of the index, table, schema or database; empty for the current database
     */
    record Reindex(String what, Optional<QualifiedName> name, boolean concurrently) implements StatementKind {}

    /** REFRESH MATERIALIZED VIEW. */
    record RefreshMaterializedView(QualifiedName name, boolean concurrently) implements StatementKind {}

    /**
     * VACUUM or CLUSTER.
     *
     * @param rewrites whether it copies the rows into new files: VACUUM FULL, CLUSTER
     * @param tables empty for all of the database
     */
    record Vacuum(boolean rewrites, List<QualifiedName> tables) implements StatementKind {

        public Vacuum {
            tables = List.copyOf(tables);
        }
    }

    /** CREATE TRIGGER, also of a constraint. */
    record CreateTrigger(String name, QualifiedName table) implements StatementKind {}

    /** CREATE RULE. */
    record CreateRule(String name, QualifiedName table) implements StatementKind {}

    /** CREATE POLICY or ALTER POLICY. */
    record Policy(String name, QualifiedName table, boolean create) implements StatementKind {}

    /**
     * LOCK TABLE.
     *
     * @param mode in capitals: {@code SHARE ROW EXCLUSIVE}
     */
    record LockTable(List<QualifiedName> tables, String mode) implements StatementKind {

        public LockTable {
            tables = List.copyOf(tables);
        }
    }

    /** CREATE EXTENSION or ALTER EXTENSION. */
    record Extension(String name, boolean create) implements StatementKind {}

    /** CREATE TYPE ... AS ENUM. */
    record CreateEnum(QualifiedName name) implements StatementKind {}

    /** CREATE SEQUENCE, CREATE DOMAIN, or CREATE TYPE of anything but an enum. */
    record CreateObject(ObjectType type, QualifiedName name, boolean ifNotExists) implements StatementKind {}

    /** ALTER TYPE ... ADD VALUE. */
    record AddEnumValue(QualifiedName type, boolean ifNotExists) implements StatementKind {}

    /**
     * ALTER TYPE ... RENAME VALUE.
     *
     * @param from as written, in quotes
     * @param to as written, in quotes
     */
    record RenameEnumValue(QualifiedName type, String from, String to) implements StatementKind {}

    /**
     * ALTER ... RENAME TO or SET SCHEMA of anything but a table; RENAME of a column of a view, or of an attribute of a
     * type.
     *
     * @param type its type
     * @param to the new name, or the new schema
     * @param part the column or attribute that is renamed; empty when it is the object itself
     * @param schema whether {@code to} is a schema
     */
    record RenameObject(ObjectType type, QualifiedName name, String to, Optional<String> part, boolean schema)
            implements StatementKind {}

    /** ALTER DOMAIN ... ADD CONSTRAINT or SET NOT NULL: both look at every row of the domain. */
    record AlterDomain(QualifiedName name, boolean notValid) implements StatementKind {}

    /**
     * A statement about what is not in the database: roles, databases, tablespaces, the server's configuration.
     *
     * @param command in capitals: {@code CREATE ROLE}
     */
    record ClusterWide(String command) implements StatementKind {}

    /** CREATE VIEW and CREATE MATERIALIZED VIEW. */
    record CreateView(QualifiedName name, boolean orReplace, boolean materialized) implements StatementKind {}

    /** CREATE SCHEMA; the name is empty when only AUTHORIZATION gives it. */
    record CreateSchema(Optional<String> name, boolean ifNotExists) implements StatementKind {}

    /**
     * CREATE FUNCTION and CREATE PROCEDURE.
     *
     * @param language in lower case; empty when none is named, which means SQL
     * @param body the string literal behind AS, its quotes included; empty for an SQL-standard body
     */
    record CreateFunction(QualifiedName name, boolean orReplace, Optional<String> language, Optional<SqlRange> body)
            implements StatementKind {}

    /**
     * DO.
     *
     * @param language in lower case; {@code plpgsql} unless another is named
     * @param body the string literal with the code, its quotes included
     */
    record DoBlock(String language, SqlRange body) implements StatementKind {}

    /** ALTER TABLE and ALTER FOREIGN TABLE, with at least one action. */
    record AlterTable(QualifiedName table, boolean ifExists, boolean only, List<TableAction> actions)
            implements StatementKind {

        public AlterTable {
            actions = List.copyOf(actions);
        }
    }

    /**
     * DROP of one or more objects of a type.
     *
     * @param names routines without their arguments
     * @param on the table of a trigger, policy or rule
     * @param concurrently only for indexes
     */
    record DropObjects(
            ObjectType type,
            List<QualifiedName> names,
            Optional<QualifiedName> on,
            boolean ifExists,
            boolean cascade,
            boolean concurrently)
            implements StatementKind {

        public DropObjects {
            names = List.copyOf(names);
        }
    }

    /** DROP OWNED: everything in this database that the roles own. */
    record DropOwned(List<String> roles, boolean cascade) implements StatementKind {

        public DropOwned {
            roles = List.copyOf(roles);
        }
    }

    /** TRUNCATE. */
    record Truncate(List<QualifiedName> tables, boolean cascade) implements StatementKind {

        public Truncate {
            tables = List.copyOf(tables);
        }
    }

    /** INSERT. */
    record Insert(QualifiedName table) implements StatementKind {}

    /**
     * UPDATE.
     *
     * @param columns those that it sets
     */
    record Update(QualifiedName table, boolean hasWhere, List<String> columns) implements StatementKind {

        public Update {
            columns = List.copyOf(columns);
        }
    }

    /** DELETE. */
    record Delete(QualifiedName table, boolean hasWhere) implements StatementKind {}

    /** MERGE. */
    record Merge(QualifiedName table) implements StatementKind {}

    /** SELECT, VALUES, TABLE; the functions that it calls may do anything. */
    record Select() implements StatementKind {}

    /**
     * A statement whose WITH queries change data, too.
     *
     * @param parts the changing WITH queries in the order of the script; the statement itself is the last
     */
    record Compound(List<StatementKind> parts) implements StatementKind {

        public Compound {
            parts = List.copyOf(parts);
        }

        /** {@return the parts of a statement that has several, else the statement itself} */
        public static List<StatementKind> parts(StatementKind kind) {
            return kind instanceof Compound compound ? compound.parts() : List.of(kind);
        }
    }

    /**
     * COPY.
     *
     * @param table empty for a query
     * @param from whether rows come into the table
     * @param outside whether they come from, or go to, a file or a program on the server's machine
     */
    record Copy(Optional<QualifiedName> table, boolean from, boolean outside) implements StatementKind {}

    /** Begins, ends or divides a transaction. */
    record TransactionControl(TransactionCommand command) implements StatementKind {}

    /**
     * SET of a parameter.
     *
     * @param local whether it ends with the transaction: SET LOCAL
     * @param parameter in lower case; {@code role}, {@code timezone}, {@code session_authorization} for the special forms
     * @param zero whether it is set to 0, which switches timeouts off
     */
    record Set(boolean local, String parameter, boolean zero) implements StatementKind {}

    /** GRANT or REVOKE. */
    record Grant(boolean revoke) implements StatementKind {}

    /** COMMENT ON. */
    record Comment() implements StatementKind {}

    /**
     * A statement that the grammar knows and no rule asks about.
     *
     * @param command its name in capitals, with the type of object behind CREATE, ALTER and DROP: {@code CREATE TRIGGER}
     */
    record Other(String command) implements StatementKind {}

    /**
     * A statement that could not be read. Only a trace can say what it does.
     *
     * @param reason why, for a person
     */
    record Opaque(String reason) implements StatementKind {}
}
