package db.migration;

import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import shop.Names;

public class V2__First_customer extends BaseJavaMigration {

    @Override
    public void migrate(Context context) throws Exception {
        try (var insert = context.getConnection().prepareStatement("INSERT INTO customers (name) VALUES (?)")) {
            insert.setString(1, Names.first());
            insert.execute();
        }
    }
}
