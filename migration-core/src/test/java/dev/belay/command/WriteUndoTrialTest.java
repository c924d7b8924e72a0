package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.UndoOutcome;
import dev.belay.outcome.UndoOutcome.Result;
import org.junit.jupiter.api.Test;

/** What the trial of one undo script leaves for the versions behind it. */
class WriteUndoTrialTest extends WriteUndoSuite {

    @Test
    void aCommitInAScriptLeavesNothingBehindForTheNextOnes() throws Exception {
        script("V1__orders.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, state text);\n");
        script(
                "V2__states.sql",
                "ALTER TABLE orders ADD COLUMN paid boolean;\nCOMMIT;\n"
                        + "ALTER TABLE orders ADD COLUMN sent boolean;\n");
        script("V3__prices.sql", "BEGIN;\nALTER TABLE orders ADD COLUMN price int;\n");
        script("V4__old_states.sql", "ALTER TABLE orders DROP COLUMN sent, ADD COLUMN note text;\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT, Result.EXACT, Result.COLUMN_ORDER);
        assertThat(read("U4__old_states.sql")).contains("note").doesNotContain("price");
        assertThat(read("U3__prices.sql")).doesNotContain("sent");
    }

    @Test
    void callbacksBehindTheVersionsWaitForTheLastOne() throws Exception {
        script("V1__clients.sql", "CREATE TABLE clients (id text PRIMARY KEY);\n");
        script("V2__zones.sql", "ALTER TABLE clients ADD COLUMN zone text;\n");
        script("afterMigrate__views.sql", "CREATE OR REPLACE VIEW zones AS SELECT zone FROM clients;\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
        assertThat(read("U2__zones.sql")).doesNotContain("VIEW");
    }

    @Test
    void anotherOrderIsFoundForAScriptWithACommit() throws Exception {
        script("V1__clients.sql", "CREATE TABLE clients (id text PRIMARY KEY, zone text);\n");
        script(
                "V2__zones.sql",
                "BEGIN;\nALTER TABLE clients ALTER COLUMN zone SET NOT NULL;\n"
                        + "ALTER TABLE clients DROP CONSTRAINT clients_pkey;\n"
                        + "ALTER TABLE clients ADD PRIMARY KEY (id, zone);\nCOMMIT;\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
    }

    @Test
    void aColumnLeavesThePrimaryKeyBeforeItMayBeNullAgain() throws Exception {
        script("V1__clients.sql", "CREATE TABLE clients (id text PRIMARY KEY, zone text);\n");
        script(
                "V2__zones.sql",
                "ALTER TABLE clients ALTER COLUMN zone SET NOT NULL;\n"
                        + "ALTER TABLE clients DROP CONSTRAINT clients_pkey;\n"
                        + "ALTER TABLE clients ADD PRIMARY KEY (id, zone);\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
    }

    @Test
    void valuesOfAnEnumAreWhatTheScriptHasMadeThemForTheNextOne() throws Exception {
        script("V1__t.sql", "CREATE TYPE price AS ENUM ('free', 'fixed');\nCREATE TABLE t (p price);\n");
        script(
                "V2__values.sql",
                "ALTER TYPE price ADD VALUE 'monthly';\nALTER TYPE price RENAME VALUE 'free' TO 'other';\n"
                        + "ALTER TYPE price RENAME VALUE 'fixed' TO 'agreed';\n");
        script("V3__default.sql", "ALTER TABLE t ALTER COLUMN p SET DEFAULT 'other';\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT, Result.EXACT);
    }

    @Test
    void aScriptWithTransactionStatementsOfItsOwnRunsAgain() throws Exception {
        script("V1__orders.sql", "CREATE TABLE orders (id bigint PRIMARY KEY);\n");
        script(
                "V2__states.sql",
                "ALTER TABLE orders ADD COLUMN paid boolean;\nSAVEPOINT before_names;\n"
                        + "ALTER TABLE orders ADD COLUMN wrong boolean;\nROLLBACK TO SAVEPOINT before_names;\n"
                        + "ALTER TABLE orders ADD COLUMN sent boolean;\n");
        script(
                "V3__prices.sql",
                "SAVEPOINT a;\nALTER TABLE orders ADD COLUMN price int;\nRELEASE a;\nCOMMIT;\n"
                        + "ALTER TABLE orders ADD COLUMN note text;\n");
        script(
                "V4__notes.sql",
                "ALTER TABLE orders ADD COLUMN last int;\nCOMMIT;\nBEGIN;\nSAVEPOINT b;\n"
                        + "ALTER TABLE orders DROP COLUMN last;\nROLLBACK TO b;\n");
        UndoOutcome outcome = write();
        assertThat(outcome.scripts().stream().flatMap(it -> it.error().stream()))
                .isEmpty();
        assertThat(results(outcome)).containsOnly(Result.EXACT).hasSize(4);
        assertThat(read("U4__notes.sql")).contains("DROP COLUMN last;").doesNotContain("COLUMN note");
    }
}
