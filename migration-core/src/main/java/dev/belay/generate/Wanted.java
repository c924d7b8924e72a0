package dev.belay.generate;

import java.util.List;
import javax.sql.DataSource;

/** The schema that there is to be. */
public sealed interface Wanted {

    /**
     * SQL that makes all of it in an empty database.
     *
     * @param files in the order in which they run, each in a session of its own
     */
    record Sql(List<WantedFile> files) implements Wanted {

        public Sql {
            files = List.copyOf(files);
        }
    }

    /**
     * What the entities of a project map to: tables and what belongs to them. What entities cannot say, such as views, is
     * wanted as it is.
     *
     * @param export makes it in an empty database
     */
    record Entities(SchemaExport export) implements Wanted {}

    /** Makes the schema of a project's entities. */
    @FunctionalInterface
    interface SchemaExport {

        /**
         * Makes it.
         *
         * @param database an empty one, whose sessions look for unqualified names where the scripts' do
         * @throws dev.belay.outcome.BelayException when it cannot be made
         */
        void createIn(DataSource database);
    }
}
