package dev.belay.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.finding.Finding;
import dev.belay.testing.TestBinaries;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real server: what fails because an earlier statement failed is told there. */
class ConsequencesTest {

    @TempDir
    Path folder;

    private List<Finding> failures(String scripts) {
        return new TracedExample(folder, TestBinaries.defaultMajor())
                .with(scripts).findings().stream()
                        .filter(finding -> finding.rule().value().equals("statement-fails"))
                        .toList();
    }

    @Test
    void whatAMissingExtensionWouldHaveMadeIsToldOnce() {
        List<Finding> failures = failures("""
                --- V1__places.sql
                CREATE EXTENSION postgis;
                CREATE TABLE place (id bigint PRIMARY KEY, at geometry(Point, 4326));
                CREATE INDEX place_at ON place USING gist (at);
                --- V2__near.sql
                CREATE EXTENSION IF NOT EXISTS postgis;
                CREATE VIEW near AS SELECT id FROM place;
                SELECT ST_SetSRID(ST_MakePoint(1, 2), 4326);
                """);

        assertThat(failures).hasSize(1);
        assertThat(failures.get(0).place()).isEqualTo("V1__places.sql:1:1");
        assertThat(failures.get(0).message())
                .contains("\"postgis\" is not available")
                .endsWith("5 later statements fail for want of it, the first of them V1__places.sql:2:47.");
    }

    @Test
    void whatATableThatIsNotMadeIsNeededForIsToldThere() {
        List<Finding> failures = failures("""
                --- V1__orders.sql
                CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customer);
                ALTER TABLE orders ADD COLUMN note text;
                --- V2__other.sql
                CREATE TABLE other (id bigint PRIMARY KEY);
                ALTER TABLE other ADD COLUMN colour no_such_type;
                """);

        assertThat(failures).extracting(Finding::script).containsExactly("V1__orders.sql", "V2__other.sql");
        assertThat(failures.get(0).message())
                .contains("\"customer\" does not exist")
                .endsWith("Another statement fails for want of it: V1__orders.sql:2:1.");
        assertThat(failures.get(1).message()).doesNotContain("for want of it");
    }

    @Test
    void aWrongNameIsNoMissingExtensions() {
        List<Finding> failures = failures("""
                --- V1__places.sql
                CREATE EXTENSION postgis;
                CREATE TABLE place (id bigint PRIMARY KEY);
                SELECT id FROM plaice;
                SELECT idd FROM place;
                GRANT SELECT ON place TO nobody_we_know;
                ALTER TABLE place DROP CONSTRAINT no_such_one;
                """);

        assertThat(failures)
                .extracting(Finding::place)
                .containsExactly(
                        "V1__places.sql:1:1",
                        "V1__places.sql:3:16",
                        "V1__places.sql:4:8",
                        "V1__places.sql:5:1",
                        "V1__places.sql:6:1");
    }

    @Test
    void whatIsMadeAfterAllIsWantingNoLonger() {
        List<Finding> failures = failures("""
                --- V1__again.sql
                CREATE TABLE item (id bigint PRIMARY KEY, kind no_such_type);
                CREATE TABLE item (id bigint PRIMARY KEY);
                DROP TABLE item;
                INSERT INTO item VALUES (1);
                """);

        assertThat(failures).extracting(Finding::place).containsExactly("V1__again.sql:1:48", "V1__again.sql:4:13");
    }

    @Test
    void theConsequencesOfWhatIsAllowedAreToldStill() {
        List<Finding> failures = failures("""
                --- V1__places.sql
                -- db:allow statement-fails: the test server has no PostGIS
                CREATE EXTENSION postgis;
                CREATE TABLE place (id bigint PRIMARY KEY, at geometry);
                """);

        assertThat(failures).extracting(Finding::place).containsExactly("V1__places.sql:3:47");
    }
}
