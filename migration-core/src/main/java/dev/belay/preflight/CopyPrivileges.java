package dev.belay.preflight;

import dev.belay.preflight.PreflightRequest.Copy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the role may make the databases that the run makes beside this one: for any it needs CREATEDB, and only who owns
 * a database may copy it, unless it is marked as a template (manual, CREATE DATABASE).
 */
final class CopyPrivileges implements Probe {

    @Override
    public String subject() {
        return "the privileges for a copy";
    }

    @Override
    public Sight look(Connection connection, PreflightRequest request) throws SQLException {
        if (request.copies().isEmpty()) {
            return Sight.NOTHING;
        }
        return Sight.of(conditions(RunRole.read(connection), request));
    }

    private static List<Condition> conditions(RunRole role, PreflightRequest request) {
        var conditions = new ArrayList<Condition>();
        if (!role.creates()) {
            String first =
                    request.copies().contains(Copy.BACKUP) ? "a backup by template" : "a rehearsal on the same server";
            conditions.add(Condition.refusal(
                    "the role " + role.name() + " may not create databases: " + first + " would fail",
                    "As a superuser: ALTER ROLE " + role.name() + " CREATEDB;"));
        }
        boolean copies = role.superuser() || role.template() || role.owns();
        if (!copies && request.copies().contains(Copy.BACKUP)) {
            conditions.add(Condition.refusal(
                    "the role " + role.name() + " does not own the database " + role.database()
                            + ": a backup by template would fail",
                    "As a superuser: ALTER DATABASE " + role.database() + " OWNER TO " + role.name()
                            + "; or grant it the owner's role."));
        }
        return conditions;
    }
}
