package dev.belay.migrate;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Whether the role may make the schema {@code belay}, or use the one that is there, for the journal. */
final class JournalPrivilege {

    /** Each run that ends deletes what it has noted of its scripts (StepJournal). Parameter: whether all tables are there. */
    private static final String QUERY = """
            select quote_ident(current_database()), quote_ident(current_user),
                   has_database_privilege(current_database(), 'CREATE'), n.oid is not null,
                   coalesce(has_schema_privilege(n.oid, 'USAGE') and (? or has_schema_privilege(n.oid, 'CREATE')), false)
                   and not exists (
                     select from pg_class c
                      where c.relnamespace = n.oid and c.relkind = 'r'
                        and not (has_table_privilege(c.oid, 'SELECT') and has_table_privilege(c.oid, 'INSERT')
                                 and has_table_privilege(c.oid, 'UPDATE') and has_table_privilege(c.oid, 'DELETE')))
              from (select) here left join pg_namespace n on n.nspname = 'belay'""";

    private JournalPrivilege() {}

    /**
     * Looks before anything is written.
     *
     * @param connection in auto-commit mode
     * @param complete whether the schema is there with all its tables
     * @throws RefusalException when the role lacks something, with the statement that grants it
     */
    static void require(Connection connection, boolean complete) throws SQLException {
        Optional<Problem> lacking = lacking(connection, complete);
        if (lacking.isPresent()) {
            throw new RefusalException(lacking.get());
        }
    }

    /** {@return what the role lacks, nothing having been changed; empty when it lacks nothing} */
    static Optional<Problem> lacking(Connection connection, boolean complete) throws SQLException {
        return Rows.one(
                connection,
                QUERY,
                row -> {
                    String role = row.getString(2);
                    if (row.getBoolean(4)) {
                        return row.getBoolean(5) ? Optional.empty() : Optional.of(use(role));
                    }
                    return row.getBoolean(3) ? Optional.empty() : Optional.of(create(role, row.getString(1)));
                },
                complete);
    }

    private static Problem use(String role) {
        return problem(
                "the role " + role + " may not use the schema belay, where the journal is kept",
                "as its owner: GRANT USAGE, CREATE ON SCHEMA belay TO " + role
                        + "; GRANT ALL ON ALL TABLES IN SCHEMA belay TO " + role + ";");
    }

    private static Problem create(String role, String database) {
        return problem(
                "the role " + role + " may not create the schema belay, where the journal is kept",
                "as the database's owner: GRANT CREATE ON DATABASE " + database + " TO " + role
                        + ";  or CREATE SCHEMA belay AUTHORIZATION " + role + ";");
    }

    private static Problem problem(String what, String next) {
        return Problem.of(what, next).withState("The database is unchanged.");
    }
}
