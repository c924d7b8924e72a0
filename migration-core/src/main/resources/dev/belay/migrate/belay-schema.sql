-- IF NOT EXISTS asks for CREATE on the database even where an owner has made the schema for this role
DO $$
BEGIN
    IF to_regnamespace('belay') IS NULL THEN
        CREATE SCHEMA belay;
        COMMENT ON SCHEMA belay IS 'Belay: runs, and the text of every migration script that was applied';
    END IF;
END
$$;
CREATE TABLE IF NOT EXISTS belay.run (
    id text PRIMARY KEY,
    goal text NOT NULL,
    history text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    result text NOT NULL DEFAULT 'running',
    started_by text NOT NULL,
    version_before text,
    version_after text
);
CREATE TABLE IF NOT EXISTS belay.script (
    history text NOT NULL,
    type text NOT NULL,
    version text NOT NULL,
    checksum integer NOT NULL,
    description text NOT NULL,
    script text NOT NULL,
    body text NOT NULL,
    conf text,
    run text NOT NULL,
    kept_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (history, type, version, checksum)
);
COMMENT ON COLUMN belay.script.version IS 'the version of a V or U script, the description of an R script';
COMMENT ON COLUMN belay.script.checksum IS 'of the text as it is in the file, calculated as Flyway does';
CREATE TABLE IF NOT EXISTS belay.step (
    run text NOT NULL,
    history text NOT NULL,
    script text NOT NULL,
    checksum integer NOT NULL,
    statements text[] NOT NULL,
    done integer NOT NULL DEFAULT 0,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (run, script)
);
COMMENT ON TABLE belay.step IS 'scripts at work outside of a transaction; a row is left only by a run that was killed';
ALTER TABLE belay.run
    ADD COLUMN IF NOT EXISTS environment text,
    ADD COLUMN IF NOT EXISTS git_commit text,
    ADD COLUMN IF NOT EXISTS plan text,
    ADD COLUMN IF NOT EXISTS fingerprint text,
    ADD COLUMN IF NOT EXISTS audit text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN belay.run.fingerprint IS 'of the scripts that the run was to apply and the version they began at';
COMMENT ON COLUMN belay.run.audit IS 'every use of force, every skip and every allowance';
CREATE TABLE IF NOT EXISTS belay.run_step (
    run text NOT NULL,
    ordinal integer NOT NULL,
    step text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    result text NOT NULL DEFAULT 'running',
    words text,
    PRIMARY KEY (run, ordinal)
);
COMMENT ON TABLE belay.run_step IS 'the steps of each run, written before and after each';
