package dev.belay.preflight;

import dev.belay.postgres.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Whether the role may make the schema {@code belay}, or use the one that is there, for the journal. */
final class JournalPrivilege implements Probe {

    private static final String QUERY = """
            select quote_ident(current_database()), quote_ident(current_user),
                   has_database_privilege(current_database(), 'CREATE'), n.oid is not null,
                   coalesce(has_schema_privilege(n.oid, 'USAGE'), false) and not exists (
                     select from pg_class c
                      where c.relnamespace = n.oid and c.relkind = 'r'
                        and not (has_table_privilege(c.oid, 'SELECT') and has_table_privilege(c.oid, 'INSERT')
                                 and has_table_privilege(c.oid, 'UPDATE') and has_table_privilege(c.oid, 'DELETE')))
              from (select) here left join pg_namespace n on n.nspname = 'belay'""";

    @Override
    public String subject() {
        return "the privileges for the journal";
    }

    @Override
    public Sight look(Connection connection, PreflightRequest request) throws SQLException {
        return Rows.one(connection, QUERY, row -> {
            String role = row.getString(2);
            if (row.getBoolean(4)) {
                return row.getBoolean(5)
                        ? Sight.NOTHING
                        : Sight.of(List.of(Condition.refusal(
                                "the role " + role + " may not use the schema belay, where the journal is kept",
                                "As its owner: GRANT USAGE, CREATE ON SCHEMA belay TO " + role
                                        + "; GRANT ALL ON ALL TABLES IN SCHEMA belay TO " + role + ";")));
            }
            return row.getBoolean(3)
                    ? Sight.NOTHING
                    : Sight.of(List.of(Condition.refusal(
                            "the role " + role + " may not create the schema belay, where the journal is kept",
                            "As the database's owner: GRANT CREATE ON DATABASE " + row.getString(1) + " TO " + role
                                    + ";")));
        });
    }
}
