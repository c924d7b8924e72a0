package dev.belay.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutocommitOnlyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX CONCURRENTLY i ON t (a)",
                "create unique index /* c */ concurrently -- c\n if not exists i on t (a)",
                "drop index concurrently if exists i",
                "reindex index concurrently i",
                "REINDEX (VERBOSE) TABLE CONCURRENTLY t",
                "reindex (verbose, concurrently true) table t",
                "reindex (concurrently) table t",
                "reindex (concurrently, tablespace x) index i",
                "reindex schema s",
                "reindex database",
                "reindex database d",
                "reindex (verbose) system d",
                "vacuum",
                "vacuum full t",
                "vacuum (analyze) t",
                "create database d",
                "drop database if exists d",
                "create tablespace x location '/x'",
                "drop tablespace x",
                "alter system set work_mem = '1MB'",
                "alter database d set tablespace x",
                "alter database d tablespace x",
                "alter database d with tablespace x",
                "alter table p detach partition c concurrently",
                "alter table if exists only s.p detach partition s.c concurrently",
                "cluster",
                "cluster verbose",
                "cluster (verbose)",
                "create subscription s connection 'x' publication p",
                "create subscription s connection 'x' publication p with (copy_data = false)",
                "create subscription s connection 'x' publication p with (create_slot)",
                "drop subscription s",
                "alter subscription s refresh publication",
                "alter subscription s refresh publication with (copy_data = false)",
                "alter subscription s set publication p",
                "alter subscription s add publication p with (refresh = true)",
                "alter subscription s set (failover = true)",
                "discard all",
                "commit prepared 'x'",
                "rollback prepared 'x'"
            })
    void theServerRefusesItInATransactionBlock(String sql) {
        assertThat(ScriptReader.read("a", sql, Placeholders.NONE).get(0).autocommitOnly())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create index i on t (a)",
                "create index \"concurrently\" on t (a)",
                "create table concurrently_t (a int)",
                "drop index i",
                "reindex table t",
                "reindex (verbose) index i",
                "reindex (concurrently false) table t",
                "reindex (concurrently = off) table t",
                "analyze t",
                "alter database d set work_mem = '1MB'",
                "alter database d set default_tablespace = x",
                "alter table p detach partition c",
                "alter table p detach partition c finalize",
                "alter table t rename to concurrently",
                "alter table t set tablespace x",
                "alter tablespace x rename to y",
                "cluster t",
                "cluster verbose t",
                "cluster (verbose) t using i",
                "create subscription s connection 'x' publication p with (connect = false)",
                "create subscription s connection 'x' publication p with (create_slot = 'off', slot_name = none)",
                "alter subscription s set publication p with (refresh = false)",
                "alter subscription s drop publication p with (refresh = 0)",
                "alter subscription s set (slot_name = none)",
                "alter subscription s disable",
                "discard plans",
                "commit",
                "rollback to savepoint prepared",
                "alter type t add value 'x'",
                "do $$ begin execute 'vacuum'; end $$",
                "select 'create index concurrently'",
                "create schema database"
            })
    void theServerTakesItInATransactionBlock(String sql) {
        assertThat(ScriptReader.read("a", sql, Placeholders.NONE).get(0).autocommitOnly())
                .isFalse();
    }
}
