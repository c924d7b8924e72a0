package dev.belay.preflight;

import dev.belay.postgres.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Invalid indexes, told with their remedy, and constraints that were never validated, only counted. */
final class UnsoundObjects implements Probe {

    /** One that is being built right now is invalid, too; a partitioned one waits for its partitions' indexes. */
    private static final String INDEXES = """
            select format('%I.%I', n.nspname, c.relname), c.relname ~ '_ccnew[0-9]*$' or c.relname ~ '_ccold[0-9]*$'
              from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
             where not i.indisvalid and c.relkind = 'i' and n.nspname <> 'pg_catalog'
               and not exists (select from pg_stat_progress_create_index p where p.index_relid = i.indexrelid)
             order by 1""";

    /** From PostgreSQL 18 on a constraint that is not enforced is not validated either, and is meant so. */
    private static final String CONSTRAINTS = """
            select count(*) from pg_constraint c join pg_namespace n on n.oid = c.connamespace
             where not c.convalidated and coalesce((to_jsonb(c) ->> 'conenforced')::boolean, true)
               and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'""";

    @Override
    public String subject() {
        return "invalid indexes";
    }

    @Override
    public Sight look(Connection connection, PreflightRequest request) throws SQLException {
        var conditions = new ArrayList<Condition>();
        List<String> invalid = Rows.list(connection, INDEXES, row -> {
            String index = row.getString(1);
            // what a failed REINDEX CONCURRENTLY has left; the index itself is there (manual, REINDEX)
            String remedy = row.getBoolean(2)
                    ? "DROP INDEX CONCURRENTLY " + index + ";"
                    : "REINDEX INDEX CONCURRENTLY " + index + "; or DROP INDEX CONCURRENTLY " + index + ";";
            conditions.add(Condition.warning(
                    "the index " + index + " is invalid: it costs every write and serves no query", remedy));
            return index;
        });
        var words = new ArrayList<String>();
        if (!invalid.isEmpty()) {
            words.add(Listed.count(invalid.size(), "invalid index"));
        }
        long constraints = Rows.one(connection, CONSTRAINTS, row -> row.getLong(1));
        if (constraints > 0) {
            words.add(Listed.count(constraints, "constraint") + " not validated");
        }
        return new Sight(conditions, words.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", words)));
    }
}
