package dev.belay.generate;

import dev.belay.difference.EnumAnew;
import dev.belay.difference.ScratchSession;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Enums that are to have fewer values, or in another order: they are made anew.
 *
 * @param migrated the schema as it is
 * @param wanted the one that there is to be
 */
record EnumLosses(Catalog migrated, Catalog wanted) {

    /**
     * {@return the statements that make such types anew, each with what it loses; they have run} The views of their columns
     * are gone afterwards.
     *
     * @param connection into a database that stands at the schema as it is
     * @throws RefusalException when the server refuses them
     */
    List<Difference> run(Connection connection) throws SQLException {
        var done = new ArrayList<Difference>();
        for (EnumAnew type : EnumAnew.between(migrated.snapshot(), wanted.snapshot())) {
            String shown = type.schema() + "." + type.name();
            for (String sql : type.statementsWithoutViews(connection)) {
                try {
                    ScratchSession.execute(connection, sql);
                } catch (SQLException e) {
                    throw new RefusalException(
                            Problem.of(
                                            "The enum " + shown + " cannot be made anew with its wanted values: "
                                                    + e.getMessage()
                                                            .lines()
                                                            .findFirst()
                                                            .orElse("") + ". No file was made.",
                                            "Write this part by hand (mvn db:new), and generate the rest.")
                                    .withDetails(sql.lines().toList()),
                            e);
                }
                done.add(Difference.of(sql).losing("values of the enum " + shown + ", or their order"));
            }
        }
        return done;
    }
}
