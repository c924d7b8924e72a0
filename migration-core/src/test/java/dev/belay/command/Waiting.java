package dev.belay.command;

/** Waiting inside the server: SQL that ends when something is so, and fails after two minutes. */
final class Waiting {

    private Waiting() {}

    /** {@return SQL that waits for a session of ours in pg_sleep and calls a function with its pid} */
    static String forSleeping(String function) {
        return until("(SELECT count(" + function + "(pid)) > 0 FROM pg_stat_activity WHERE datname = current_database()"
                + " AND state = 'active' AND application_name ~ '^belay .* work$' AND query LIKE '%pg_sleep(%')");
    }

    /** {@return SQL that waits until a condition holds} */
    static String until(String condition) {
        return """
                SET statement_timeout = '2min';
                DO $$ BEGIN
                    WHILE NOT %s LOOP
                        PERFORM pg_sleep(0.05);
                        PERFORM pg_stat_clear_snapshot();
                    END LOOP;
                END $$
                """.formatted(condition);
    }
}
