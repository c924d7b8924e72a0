package dev.belay.preflight;

import dev.belay.postgres.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Logical slots and subscriptions of this database. They belong to the database and not to its name: after a swap they
 * would still read, or fill, the old one.
 */
final class LogicalReplication implements Probe {

    private static final String SLOTS = """
            select quote_literal(slot_name) || case when active then ' (in use)' else ' (not in use)' end
              from pg_replication_slots where slot_type = 'logical' and database = current_database() order by 1""";

    /** Its connection string is not for everybody, and holds a password. */
    private static final String SUBSCRIPTIONS = """
            select quote_ident(subname) from pg_subscription
             where subdbid = (select oid from pg_database where datname = current_database()) order by 1""";

    @Override
    public String subject() {
        return "logical replication";
    }

    @Override
    public Sight look(Connection connection, PreflightRequest request) throws SQLException {
        if (!request.mayRestore()) {
            return Sight.NOTHING;
        }
        var conditions = new ArrayList<Condition>();
        List<String> slots = Rows.list(connection, SLOTS, row -> row.getString(1));
        if (!slots.isEmpty()) {
            conditions.add(Condition.warning(
                    "a restore by swap will be refused, since this database has "
                            + Listed.count(slots.size(), "logical slot") + ": " + Listed.names(slots),
                    "Know this before you start; to restore, first drop them with SELECT pg_drop_replication_slot(...),"
                            + " and set their readers up again afterwards."));
        }
        List<String> subscriptions = Rows.list(connection, SUBSCRIPTIONS, row -> row.getString(1));
        if (!subscriptions.isEmpty()) {
            conditions.add(
                    Condition.warning(
                            "a restore by swap will be refused, since this database has "
                                    + Listed.count(subscriptions.size(), "subscription") + ": "
                                    + Listed.names(subscriptions),
                            "Know this before you start; to restore, first DROP SUBSCRIPTION, and create it again afterwards."));
        }
        return Sight.of(conditions);
    }
}
