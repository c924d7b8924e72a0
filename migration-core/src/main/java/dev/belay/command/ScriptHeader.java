package dev.belay.command;

import dev.belay.script.ScriptType;

/** The comments that a new script begins with: what belongs into it. In ASCII, so that no encoding can spoil them. */
final class ScriptHeader {

    private static final String VERSIONED = """
            -- Up: the statements that bring this version. Once a database has applied it, the script does not change any more.
            --
            -- In this order, each only as far as it is needed:
            --   1. what others build on: types, tables, columns
            --   2. rows: INSERT, UPDATE, DELETE
            --   3. constraints, indexes, views, functions, triggers, privileges
            --
            -- The application that runs now meets the new schema first. Add in this version; rename or drop in a later one,
            -- when nothing uses the old form any more.
            -- On tables in use: add constraints NOT VALID and validate them in a later script; CREATE INDEX CONCURRENTLY
            -- stands in a script of its own, since it cannot run in a transaction with other statements.
            --
            -- mvn db:check   what is dangerous here, and a safe way to write it
            -- mvn db:test    up, down and up again on a scratch database
            """;

    private static final String VERSIONED_WITH_UNDO = """
            --
            -- The undo script of the same version takes back what is written here.
            """;

    private static final String UNDO = """
            -- Down: takes back what the script of the same version did. Afterwards the schema is what it was before.
            --
            -- In the opposite order, what came last goes first:
            --   1. drop what was created
            --   2. bring back what was dropped or replaced: columns with type, default and NOT NULL, constraints, indexes,
            --      privileges, comments; views and functions with their former text
            --   3. bring back what rows held before, as far as it is still known
            --
            -- What cannot come back: rows and columns that were dropped, values added to an enum. Where they matter, rename in
            -- the versioned script instead of dropping, and drop in a later version.
            --
            -- mvn db:test                      up, down and up again; shows what differs
            -- mvn db:downgrade -Ddb.target=-1  runs it, where the version is the last that was applied
            """;

    private static final String REPEATABLE = """
            -- Repeatable: applied again whenever its text changes, after all versioned scripts.
            --
            -- Every statement must be able to run again on what it made itself: CREATE OR REPLACE for views and functions,
            -- DROP ... IF EXISTS followed by CREATE for what cannot be replaced, INSERT ... ON CONFLICT for rows.
            --
            -- mvn db:check   what is dangerous here, and a safe way to write it
            """;

    private ScriptHeader() {}

    /** {@return the header of a new script, with a line end} */
    static String of(ScriptType type, boolean withUndo) {
        return switch (type) {
            case VERSIONED -> withUndo ? VERSIONED + VERSIONED_WITH_UNDO : VERSIONED;
            case UNDO -> UNDO;
            case REPEATABLE -> REPEATABLE;
            case CALLBACK -> throw new IllegalArgumentException("callbacks are not made here");
        };
    }
}
