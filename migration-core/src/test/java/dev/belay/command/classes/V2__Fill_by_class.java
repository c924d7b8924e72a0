package dev.belay.command.classes;

import java.sql.SQLException;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** A migration in Java, named as Flyway wants it. */
public class V2__Fill_by_class extends BaseJavaMigration {

    @Override
    public Integer getChecksum() {
        return 4711;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        try (var insert = context.getConnection().prepareStatement("INSERT INTO one VALUES (?)")) {
            insert.setInt(1, 7);
            insert.executeUpdate();
        }
    }
}
