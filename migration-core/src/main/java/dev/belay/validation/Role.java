package dev.belay.validation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A role.
 *
 * @param name as the catalogue has it
 * @param quoted as SQL has it
 */
public record Role(String name, String quoted) {

    /** Statements that name roles; in any other the name may be something else. */
    private static final Pattern NAMING =
            Pattern.compile("(?is)(GRANT|REVOKE|ALTER\\s+DEFAULT\\s+PRIVILEGES)\\b.*|ALTER\\s.*\\sOWNER\\s+TO\\s.*");

    /** {@return the role that a session works as} */
    public static Role of(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT current_user, quote_ident(current_user)")) {
            row.next();
            return new Role(row.getString(1), row.getString(2));
        }
    }

    /**
     * {@return the statement with another role in the place of this one}
     *
     * @param other as SQL has it
     */
    String replacedIn(String sql, String other) {
        if (!NAMING.matcher(sql).matches()) {
            return sql;
        }
        return Pattern.compile("(?<![\\w\".])" + Pattern.quote(quoted) + "(?![\\w\".])")
                .matcher(sql)
                .replaceAll(Matcher.quoteReplacement(other));
    }
}
