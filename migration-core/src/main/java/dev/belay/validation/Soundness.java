package dev.belay.validation;

import dev.belay.postgres.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What of a database's schema is not in force. A run may find some of it; it must not leave more.
 *
 * @param invalidIndexes those that serve no query, such as {@code shop.orders_state}; one that is being built right now is
 *     none
 * @param notValidated constraints that existing rows may violate, such as {@code positive on shop.orders}, each with the
 *     statement that validates it
 */
public record Soundness(Set<String> invalidIndexes, Map<String, String> notValidated) {

    private static final String INDEXES = """
            select format('%I.%I', n.nspname, c.relname)
              from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
             where not i.indisvalid and n.nspname <> 'pg_catalog' and c.relpersistence <> 't'
               and not exists (select from pg_stat_progress_create_index p where p.index_relid = i.indexrelid)""";

    /** From PostgreSQL 18 on a constraint that is not enforced is not validated either, and is meant so. */
    private static final String CONSTRAINTS = """
            select format('%I on %I.%I', c.conname, n.nspname, coalesce(r.relname, t.typname)),
                   format('ALTER %s %I.%I VALIDATE CONSTRAINT %I;', case when r.oid is null then 'DOMAIN' else 'TABLE' end,
                          n.nspname, coalesce(r.relname, t.typname), c.conname)
              from pg_constraint c
              left join pg_class r on r.oid = c.conrelid left join pg_type t on t.oid = c.contypid
              join pg_namespace n on n.oid = coalesce(r.relnamespace, t.typnamespace)
             where not c.convalidated and coalesce((to_jsonb(c) ->> 'conenforced')::boolean, true)
               and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'""";

    public Soundness {
        invalidIndexes = Set.copyOf(invalidIndexes);
        notValidated = Map.copyOf(notValidated);
    }

    /**
     * Reads the catalogue.
     *
     * @throws dev.belay.outcome.EnvironmentException when the server does not answer
     */
    public static Soundness read(Connection connection) {
        try {
            var constraints = new HashMap<String, String>();
            Rows.list(connection, CONSTRAINTS, row -> constraints.put(row.getString(1), row.getString(2)));
            return new Soundness(Set.copyOf(Rows.list(connection, INDEXES, row -> row.getString(1))), constraints);
        } catch (SQLException e) {
            throw Reading.failed(e);
        }
    }

    /** {@return what was in force {@code before} or was not there, and is not in force now: a line each with its remedy} */
    public List<String> worseThan(Soundness before) {
        var lines = new ArrayList<>(indexesWorseThan(before));
        lines.addAll(constraintsWorseThan(before));
        return lines;
    }

    /** {@return the indexes among {@link #worseThan}: they serve nobody} */
    List<String> indexesWorseThan(Soundness before) {
        return new TreeSet<>(invalidIndexes)
                .stream()
                        .filter(index -> !before.invalidIndexes.contains(index))
                        .map(index ->
                                "the index " + index + " is invalid, and was not before: REINDEX INDEX CONCURRENTLY "
                                        + index + "; or DROP INDEX CONCURRENTLY " + index + ";")
                        .toList();
    }

    /** {@return the constraints among {@link #worseThan}: they bind new rows, and a later script may validate them} */
    List<String> constraintsWorseThan(Soundness before) {
        return new TreeMap<>(notValidated)
                .entrySet().stream()
                        .filter(constraint -> !before.notValidated.containsKey(constraint.getKey()))
                        .map(constraint -> "the constraint " + constraint.getKey()
                                + " is not validated, and was not before: " + constraint.getValue())
                        .toList();
    }
}
