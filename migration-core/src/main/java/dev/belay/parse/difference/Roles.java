package dev.belay.parse.difference;

import java.util.List;
import org.pgcodekeeper.core.PgDiffUtils;
import org.pgcodekeeper.core.schema.AbstractDatabase;
import org.pgcodekeeper.core.schema.PgPrivilege;
import org.pgcodekeeper.core.schema.PgStatement;

/** Gives a role of a schema another name: the role that scripts run as is another on each server. */
final class Roles {

    private static final String WITH_GRANT_OPTION = " WITH GRANT OPTION";

    private Roles() {}

    /**
     * Renames it wherever it owns something or is given something.
     *
     * @param from not quoted
     * @param to not quoted
     */
    static void rename(AbstractDatabase database, String from, String to) {
        database.getDescendants().forEach(object -> {
            // first: whose privileges go without saying depends on the owner
            if (from.equals(object.getOwner())) {
                object.setOwner(to);
            }
            rename(object, PgDiffUtils.getQuotedName(from), PgDiffUtils.getQuotedName(to));
        });
    }

    private static void rename(PgStatement object, String from, String to) {
        List<PgPrivilege> privileges = List.copyOf(object.getPrivileges());
        if (privileges.stream().noneMatch(privilege -> privilege.getRole().equals(from))) {
            return;
        }
        object.clearPrivileges();
        privileges.forEach(privilege -> object.addPrivilege(
                privilege.getRole().equals(from)
                        ? new PgPrivilege(
                                privilege.isRevoke() ? "REVOKE" : "GRANT",
                                privilege.getPermission(),
                                privilege.getName(),
                                to,
                                privilege.getCreationSQL().endsWith(WITH_GRANT_OPTION),
                                object.getDbType())
                        : privilege));
    }
}
