package dev.belay.difference;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Owners of sequences that belong to a column. The server gives such a sequence the owner of its table, and refuses to
 * change it alone (the manual, ALTER SEQUENCE).
 */
public final class OwnedSequences {

    private static final Pattern OWNER = Pattern.compile("(?is)ALTER\\s+SEQUENCE\\s+(\\S+)\\s+OWNER\\s+TO\\s.*");

    private static final String BELONGS = """
            SELECT EXISTS (SELECT FROM pg_catalog.pg_depend d
                            WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = to_regclass(?)
                              AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjsubid > 0
                              AND d.deptype IN ('a', 'i'))
            """;

    private OwnedSequences() {}

    /**
     * {@return the statements without such changes}
     *
     * @param connection into a database where they have not run
     */
    public static List<String> left(List<String> statements, Connection connection) throws SQLException {
        var left = new ArrayList<String>();
        try (var query = connection.prepareStatement(BELONGS)) {
            for (String sql : statements) {
                Matcher owner = OWNER.matcher(sql);
                if (!owner.matches() || !belongs(query, owner.group(1))) {
                    left.add(sql);
                }
            }
        }
        return left;
    }

    private static boolean belongs(PreparedStatement query, String sequence) throws SQLException {
        query.setString(1, sequence);
        try (ResultSet row = query.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
