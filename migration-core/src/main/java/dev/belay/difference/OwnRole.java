package dev.belay.difference;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The role that scripts run as on the scratch server, which no other server has: what is made there is owned by whoever
 * runs the script.
 *
 * @param owner gives an object to the role
 * @param named names it where privileges are given or taken
 */
public record OwnRole(Pattern owner, Pattern named) {

    private static final Pattern PRIVILEGES =
            Pattern.compile("(?is)(GRANT|REVOKE|ALTER\\s+DEFAULT\\s+PRIVILEGES)\\b.*");

    public static OwnRole of(ScratchSession session) {
        try (Connection connection = session.open();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_user, quote_ident(current_user)")) {
            row.next();
            String name = "(?:" + Pattern.quote(row.getString(2)) + "|\"" + Pattern.quote(row.getString(1)) + "\")";
            return new OwnRole(
                    Pattern.compile("(?is)ALTER\\s.*\\sOWNER\\s+TO\\s+" + name),
                    Pattern.compile("(?<![\\w\".])" + name + "(?![\\w\".])"));
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
    }

    /** {@return the statement for another server; empty when it has no meaning there} */
    public Optional<String> replacedIn(String sql) {
        if (owner.matcher(sql).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                PRIVILEGES.matcher(sql).matches() ? named.matcher(sql).replaceAll("CURRENT_USER") : sql);
    }
}
