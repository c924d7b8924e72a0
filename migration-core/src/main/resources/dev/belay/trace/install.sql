-- Event triggers that tell the client what a statement created, altered and dropped, inside DO blocks and functions
-- too. As messages of level INFO, which reach the client whatever client_min_messages is, and outlive a rollback.
CREATE SCHEMA IF NOT EXISTS belay_trace;

CREATE OR REPLACE FUNCTION belay_trace.tell(action text, type text, identity text, original boolean) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE INFO USING MESSAGE = 'belay-trace:'
        || json_build_object('action', action, 'type', type, 'identity', identity, 'original', original);
END $$;

CREATE OR REPLACE FUNCTION belay_trace.commanded() RETURNS event_trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    command record;
BEGIN
    FOR command IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP
        PERFORM belay_trace.tell(
            CASE WHEN command.command_tag LIKE 'CREATE%' OR command.command_tag LIKE 'SELECT INTO%' THEN 'CREATED' ELSE 'ALTERED' END,
            command.object_type, command.object_identity, true);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION belay_trace.dropped() RETURNS event_trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    object record;
BEGIN
    FOR object IN
        SELECT * FROM pg_event_trigger_dropped_objects()
         WHERE NOT is_temporary
           AND object_type NOT IN ('default value', 'toast table')
           AND NOT (object_type = 'type' AND NOT original AND NOT normal)
           AND schema_name IS DISTINCT FROM 'pg_toast'
           -- those of a foreign key, which goes too
           AND NOT (object_type = 'trigger' AND object_identity LIKE '"RI_ConstraintTrigger%')
    LOOP
        PERFORM belay_trace.tell('DROPPED', object.object_type, object.object_identity, object.original);
    END LOOP;
END $$;

DROP EVENT TRIGGER IF EXISTS belay_trace_commanded;
DROP EVENT TRIGGER IF EXISTS belay_trace_dropped;
CREATE EVENT TRIGGER belay_trace_commanded ON ddl_command_end EXECUTE FUNCTION belay_trace.commanded();
CREATE EVENT TRIGGER belay_trace_dropped ON sql_drop EXECUTE FUNCTION belay_trace.dropped();
