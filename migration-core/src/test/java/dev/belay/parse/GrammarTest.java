package dev.belay.parse;

import static dev.belay.script.Persistence.PERMANENT;
import static dev.belay.script.Persistence.TEMPORARY;
import static dev.belay.script.Persistence.UNLOGGED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.belay.script.ConstraintDefinition;
import dev.belay.script.ObjectType;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import dev.belay.script.StatementKind.CreateFunction;
import dev.belay.script.StatementKind.CreateIndex;
import dev.belay.script.StatementKind.CreateSchema;
import dev.belay.script.StatementKind.CreateTable;
import dev.belay.script.StatementKind.CreateView;
import dev.belay.script.StatementKind.Delete;
import dev.belay.script.StatementKind.DoBlock;
import dev.belay.script.StatementKind.DropObjects;
import dev.belay.script.StatementKind.DropOwned;
import dev.belay.script.StatementKind.Insert;
import dev.belay.script.StatementKind.Merge;
import dev.belay.script.StatementKind.Opaque;
import dev.belay.script.StatementKind.Other;
import dev.belay.script.StatementKind.Select;
import dev.belay.script.StatementKind.TransactionControl;
import dev.belay.script.StatementKind.Truncate;
import dev.belay.script.StatementKind.Update;
import dev.belay.script.TransactionCommand;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {

    private static StatementKind kind(String sql) {
        return Grammar.kindOf(ScriptReader.read("a", sql, Placeholders.NONE).get(0));
    }

    private static QualifiedName name(String name) {
        return QualifiedName.of(name);
    }

    private static StatementKind drop(ObjectType type, boolean ifExists, boolean cascade, QualifiedName... names) {
        return new DropObjects(type, List.of(names), Optional.empty(), ifExists, cascade, false);
    }

    private static StatementKind index(String name, String table, boolean unique, boolean concurrently) {
        return new CreateIndex(Optional.ofNullable(name), name(table), unique, concurrently, false, false, 1);
    }

    @Test
    void aSelectIntoMakesATable() {
        assertThat(kind("select a as into, (select b from c) into unlogged table x.y from t group by a"))
                .isInstanceOfSatisfying(CreateTable.class, table -> {
                    assertThat(table.name()).isEqualTo(QualifiedName.of("x", "y"));
                    assertThat(table.fromQuery()).isTrue();
                    assertThat(table.persistence()).isEqualTo(UNLOGGED);
                });
        assertThat(kind("with c as (select 1) select * into temp copy from c"))
                .isInstanceOfSatisfying(
                        CreateTable.class,
                        table -> assertThat(table.persistence()).isEqualTo(TEMPORARY));
    }

    @Test
    void intoNamesVariablesInPlpgsql() {
        var block = ScriptReader.read(
                        "a", "do $$ declare n int; begin select 1 into n from t; end $$", Placeholders.NONE)
                .get(0);
        assertThat(Grammar.inside(block)).extracting(inner -> inner.kind()).containsExactly(new Select());
    }

    static Stream<Arguments> drops() {
        QualifiedName a = name("a");
        return Stream.of(
                arguments("drop table a", drop(ObjectType.TABLE, false, false, a)),
                arguments(
                        "DROP TABLE IF EXISTS A, S.\"B\"\"c\" CASCADE",
                        drop(ObjectType.TABLE, true, true, a, QualifiedName.of("s", "B\"c"))),
                arguments(
                        "drop table db.s.a restrict", drop(ObjectType.TABLE, false, false, QualifiedName.of("s", "a"))),
                arguments(
                        "drop table U&\"d\\0061t\\+000061\\\\\"", drop(ObjectType.TABLE, false, false, name("data\\"))),
                arguments("drop table \u00c4B", drop(ObjectType.TABLE, false, false, name("\u00c4b"))),
                arguments("drop foreign table a", drop(ObjectType.FOREIGN_TABLE, false, false, a)),
                arguments("drop materialized view a", drop(ObjectType.MATERIALIZED_VIEW, false, false, a)),
                arguments("drop schema a cascade", drop(ObjectType.SCHEMA, false, true, a)),
                arguments("drop database if exists a with (force)", drop(ObjectType.DATABASE, true, false, a)),
                arguments("drop function a(int, b text), c", drop(ObjectType.FUNCTION, false, false, a, name("c"))),
                arguments("drop routine a", drop(ObjectType.ROUTINE, false, false, a)),
                arguments("drop user a", drop(ObjectType.ROLE, false, false, a)),
                arguments("drop procedural language a", drop(ObjectType.LANGUAGE, false, false, a)),
                arguments("drop event trigger a", drop(ObjectType.EVENT_TRIGGER, false, false, a)),
                arguments(
                        "drop trigger if exists a on s.t cascade",
                        new DropObjects(
                                ObjectType.TRIGGER,
                                List.of(a),
                                Optional.of(QualifiedName.of("s", "t")),
                                true,
                                true,
                                false)),
                arguments(
                        "drop index concurrently if exists a",
                        new DropObjects(ObjectType.INDEX, List.of(a), Optional.empty(), true, false, true)),
                arguments("drop owned by a, \"B\" cascade", new DropOwned(List.of("a", "B"), true)),
                arguments("drop user mapping for a server s", new Other("DROP USER")),
                arguments("drop cast (int as text)", new Other("DROP CAST")));
    }

    static Stream<Arguments> changesOfRows() {
        return Stream.of(
                arguments("truncate a", new Truncate(List.of(name("a")), false)),
                arguments(
                        "TRUNCATE TABLE ONLY a, s.b * RESTART IDENTITY CASCADE",
                        new Truncate(List.of(name("a"), QualifiedName.of("s", "b")), true)),
                arguments("delete from a", new Delete(name("a"), false)),
                arguments("delete from only s.a x where x.b = 1", new Delete(QualifiedName.of("s", "a"), true)),
                arguments("delete from a using (select 1 where true) b", new Delete(name("a"), false)),
                arguments("delete from a returning 'where', b as where", new Delete(name("a"), false)),
                arguments("update a set b = 1", new Update(name("a"), false, List.of("b"))),
                arguments("update a set b = (select c from d where true)", new Update(name("a"), false, List.of("b"))),
                arguments("update a set b = 1 from c where c.d = a.d", new Update(name("a"), true, List.of("b"))),
                arguments("update a set b = 1 -- where true", new Update(name("a"), false, List.of("b"))),
                arguments(
                        "update only a x set (b, \"C\") = (1, (2)), d[1] = f(1, 2), e.g = case when h is distinct from i"
                                + " then array[1, 2] end from j where k in (1, 2)",
                        new Update(name("a"), true, List.of("b", "C", "d", "e"))),
                arguments("insert into s.a select 1", new Insert(QualifiedName.of("s", "a"))),
                arguments("merge into a using b on true when matched then delete", new Merge(name("a"))),
                arguments("select 1", new Select()),
                arguments("(values (1))", new Select()),
                arguments("with a as (select 1) delete from b", new Delete(name("b"), false)),
                arguments(
                        "with recursive a as (select 1 union select 2) search depth first by x, y set z"
                                + " cycle x set y using z, b as (delete from c) select 1",
                        new StatementKind.Compound(List.of(new Delete(name("c"), false), new Select()))),
                arguments(
                        "with a as (values " + "(1), ".repeat(20_000) + "(1)) delete from b",
                        new Delete(name("b"), false)),
                arguments(
                        "with recursive delete (x) as not materialized (delete from a returning 1), u as (update b set c = 1),"
                                + " s as (select 1) insert into d select 1",
                        new StatementKind.Compound(List.of(
                                new Delete(name("a"), false),
                                new Update(name("b"), false, List.of("c")),
                                new Insert(name("d"))))));
    }

    static Stream<Arguments> transactions() {
        return Stream.of(
                arguments("begin isolation level serializable", TransactionCommand.BEGIN),
                arguments("START TRANSACTION", TransactionCommand.BEGIN),
                arguments("commit and chain", TransactionCommand.COMMIT),
                arguments("end", TransactionCommand.COMMIT),
                arguments("rollback work", TransactionCommand.ROLLBACK),
                arguments("abort", TransactionCommand.ROLLBACK),
                arguments("savepoint a", TransactionCommand.SAVEPOINT),
                arguments("release a", TransactionCommand.RELEASE_SAVEPOINT),
                arguments("rollback transaction to savepoint a", TransactionCommand.ROLLBACK_TO_SAVEPOINT),
                arguments("prepare transaction 'a'", TransactionCommand.PREPARE_TRANSACTION),
                arguments("commit prepared 'a'", TransactionCommand.COMMIT_PREPARED),
                arguments("rollback prepared 'a'", TransactionCommand.ROLLBACK_PREPARED));
    }

    static Stream<Arguments> creations() {
        return Stream.of(
                arguments("create index on a (b)", index(null, "a", false, false)),
                arguments(
                        "create unique index i on a using btree (lower(b)) where c > 0", index("i", "a", true, false)),
                arguments("create index concurrently \"I\" on a (b)", index("I", "a", false, true)),
                arguments(
                        "create index if not exists i on only a (b)",
                        new CreateIndex(Optional.of("i"), name("a"), false, false, true, true, 1)),
                arguments(
                        "create or replace view s.v as select 1",
                        new CreateView(QualifiedName.of("s", "v"), true, false)),
                arguments("create materialized view v as select E'it\\'s'", new CreateView(name("v"), false, true)),
                arguments("create schema if not exists a", new CreateSchema(Optional.of("a"), true)),
                arguments(
                        "create or replace trigger t after insert on a execute function f()",
                        new StatementKind.CreateTrigger("t", name("a"))),
                arguments("create type t as enum ('a')", new StatementKind.CreateEnum(name("t"))),
                arguments("alter sequence s restart", new Other("ALTER SEQUENCE")),
                arguments("lock table a", new StatementKind.LockTable(List.of(name("a")), "ACCESS EXCLUSIVE")),
                arguments("vacuum a", new StatementKind.Vacuum(false, List.of(name("a")))),
                arguments("reset all", new Other("RESET")));
    }

    static Stream<Arguments> small() {
        return Stream.of(
                arguments(
                        "REINDEX (VERBOSE) TABLE CONCURRENTLY s.a",
                        new StatementKind.Reindex("table", Optional.of(QualifiedName.of("s", "a")), true)),
                arguments("reindex database", new StatementKind.Reindex("database", Optional.empty(), false)),
                arguments(
                        "refresh materialized view concurrently a with no data",
                        new StatementKind.RefreshMaterializedView(name("a"), true)),
                arguments(
                        "vacuum (analyze, full) a, b (c)",
                        new StatementKind.Vacuum(true, List.of(name("a"), name("b")))),
                arguments("vacuum full verbose a", new StatementKind.Vacuum(true, List.of(name("a")))),
                arguments("cluster", new StatementKind.Vacuum(true, List.of())),
                arguments(
                        "lock only a, b in share row exclusive mode nowait",
                        new StatementKind.LockTable(List.of(name("a"), name("b")), "SHARE ROW EXCLUSIVE")),
                arguments(
                        "create constraint trigger t after update of on_hold on a execute function f()",
                        new StatementKind.CreateTrigger("t", name("a"))),
                arguments(
                        "create rule r as on insert to a do instead nothing",
                        new StatementKind.CreateRule("r", name("a"))),
                arguments("create policy p on a using (true)", new StatementKind.Policy("p", name("a"), true)),
                arguments("alter policy p on a rename to q", new StatementKind.Policy("p", name("a"), false)),
                arguments(
                        "create extension if not exists \"uuid-ossp\"", new StatementKind.Extension("uuid-ossp", true)),
                arguments(
                        "alter type t add value if not exists 'x' before 'y'",
                        new StatementKind.AddEnumValue(name("t"), true)),
                arguments(
                        "alter type t rename value 'x' to 'y'",
                        new StatementKind.RenameEnumValue(name("t"), "'x'", "'y'")),
                arguments(
                        "alter view a rename column b to c",
                        new StatementKind.RenameObject(ObjectType.VIEW, name("a"), "c", Optional.of("b"), false)),
                arguments(
                        "alter function f(int, text) set schema s",
                        new StatementKind.RenameObject(ObjectType.FUNCTION, name("f"), "s", Optional.empty(), true)),
                arguments(
                        "alter domain d add constraint c check (value > 0) not valid",
                        new StatementKind.AlterDomain(name("d"), true)),
                arguments("create user a", new StatementKind.ClusterWide("CREATE ROLE")),
                arguments("alter system set work_mem = '1GB'", new StatementKind.ClusterWide("ALTER SYSTEM")),
                arguments("set statement_timeout to '0s'", new StatementKind.Set(false, "statement_timeout", true)),
                arguments("copy a from program 'cat x'", new StatementKind.Copy(Optional.of(name("a")), true, true)),
                arguments("set search_path to a, b", new StatementKind.Set(false, "search_path", false)),
                arguments("SET LOCAL Lock_Timeout = '2s'", new StatementKind.Set(true, "lock_timeout", false)),
                arguments("set session my.value = 1", new StatementKind.Set(false, "my.value", false)),
                arguments(
                        "set local session authorization a",
                        new StatementKind.Set(true, "session_authorization", false)),
                arguments("set time zone 'UTC'", new StatementKind.Set(false, "timezone", false)),
                arguments("set schema 'a'", new StatementKind.Set(false, "search_path", false)),
                arguments("set role a", new StatementKind.Set(false, "role", false)),
                arguments("set transaction read only", new Other("SET TRANSACTION")),
                arguments("set constraints all deferred", new Other("SET CONSTRAINTS")),
                arguments("grant select on a to b", new StatementKind.Grant(false)),
                arguments("revoke all on a from b", new StatementKind.Grant(true)),
                arguments("comment on table a is 'b'", new StatementKind.Comment()),
                arguments("copy a (b) from stdin", new StatementKind.Copy(Optional.of(name("a")), true, false)),
                arguments("copy (select 1) to stdout", new StatementKind.Copy(Optional.empty(), false, false)));
    }

    @ParameterizedTest
    @MethodSource({"drops", "changesOfRows", "creations", "small"})
    void aStatementHasItsKind(String sql, StatementKind kind) {
        assertThat(kind(sql)).isEqualTo(kind);
    }

    @ParameterizedTest
    @MethodSource("transactions")
    void transactionControlIsSeen(String sql, TransactionCommand command) {
        assertThat(kind(sql)).isEqualTo(new TransactionControl(command));
    }

    @Test
    void aTableHasItsColumnsAndConstraints() {
        var table = (CreateTable)
                kind(
                        "create unlogged table if not exists S.T (id bigserial primary key, \"N\" numeric(10, 2) default 0"
                                + " not null, p int constraint fk references s.q (id), constraint c check (id > 0), unique (p))");
        assertThat(table.name()).isEqualTo(QualifiedName.of("s", "t"));
        assertThat(table.ifNotExists()).isTrue();
        assertThat(table.persistence()).isEqualTo(UNLOGGED);
        assertThat(table.columns())
                .extracting(c -> c.name() + " " + c.type())
                .containsExactly("id bigserial", "N numeric(10, 2)", "p int");
        assertThat(table.columns().get(0).has(ConstraintDefinition.Kind.PRIMARY_KEY))
                .isTrue();
        assertThat(table.columns().get(1).constraints())
                .extracting(ConstraintDefinition::kind)
                .containsExactly(ConstraintDefinition.Kind.DEFAULT, ConstraintDefinition.Kind.NOT_NULL);
        assertThat(table.columns().get(2).constraints().get(0))
                .isEqualTo(new ConstraintDefinition(
                        Optional.of("fk"),
                        ConstraintDefinition.Kind.FOREIGN_KEY,
                        false,
                        Optional.of(QualifiedName.of("s", "q")),
                        Optional.empty(),
                        "constraint fk references s.q (id)"));
        assertThat(table.constraints())
                .extracting(ConstraintDefinition::kind)
                .containsExactly(ConstraintDefinition.Kind.CHECK, ConstraintDefinition.Kind.UNIQUE);
    }

    @Test
    void tablesOfOtherSortsAreTold() {
        assertThat(kind("create temp table a as select 1"))
                .isEqualTo(new CreateTable(
                        name("a"), false, TEMPORARY, false, Optional.empty(), true, List.of(), List.of()));
        assertThat(kind("create table a partition of s.p for values in (1)"))
                .isEqualTo(new CreateTable(
                        name("a"),
                        false,
                        PERMANENT,
                        false,
                        Optional.of(QualifiedName.of("s", "p")),
                        false,
                        List.of(),
                        List.of()));
        assertThat(kind("create table a (b int) partition by range (b)"))
                .isInstanceOfSatisfying(
                        CreateTable.class,
                        table -> assertThat(table.partitioned()).isTrue());
        assertThat(kind("create foreign table a (b int) server s"))
                .isInstanceOfSatisfying(
                        CreateTable.class, table -> assertThat(table.columns()).hasSize(1));
    }

    @Test
    void theBodiesOfCodeAreFound() {
        String function = "create or replace function s.f(a int default g(1)) returns text set x = 'y'"
                + " language 'SQL' immutable as $$ select '\uD83D\uDE00' $$";
        assertThat(kind(function)).isInstanceOfSatisfying(CreateFunction.class, created -> {
            assertThat(created.name()).isEqualTo(QualifiedName.of("s", "f"));
            assertThat(created.orReplace()).isTrue();
            assertThat(created.language()).contains("sql");
            assertThat(created.body().orElseThrow().of(function)).isEqualTo("$$ select '\uD83D\uDE00' $$");
        });
        assertThat(kind("create procedure p() begin atomic select 1; end"))
                .isEqualTo(new CreateFunction(name("p"), false, Optional.empty(), Optional.empty()));
        String block = "do language plperl E'x\\'y'";
        assertThat(kind(block)).isInstanceOfSatisfying(DoBlock.class, doBlock -> {
            assertThat(doBlock.language()).isEqualTo("plperl");
            assertThat(doBlock.body().of(block)).isEqualTo("E'x\\'y'");
        });
        assertThat(kind("do $$ begin null; end $$"))
                .isInstanceOfSatisfying(
                        DoBlock.class, b -> assertThat(b.language()).isEqualTo("plpgsql"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create tabel a (b int)",
                "frobnicate",
                "create view v as select from where",
                "drop table a b",
                "\\connect x"
            })
    void whatTheGrammarDoesNotKnowIsOpaqueWithAReason(String sql) {
        assertThat(kind(sql))
                .isInstanceOfSatisfying(
                        Opaque.class,
                        opaque -> assertThat(opaque.reason()).startsWith("the grammar does not know it ("));
    }

    @Test
    @Timeout(600)
    void sizeAndDepthDoNoHarm() {
        assertThat(kind("insert into a values " + "(1, 'it''s'), ".repeat(700_000) + "(2, '')"))
                .isEqualTo(new Insert(name("a")));
        assertThat(kind("delete from a using (" + "(".repeat(10_000) + ")".repeat(10_000) + ")"))
                .isEqualTo(new Delete(name("a"), false));
        assertThat(kind("create view v as select " + "(".repeat(10_000) + "1" + ")".repeat(10_000)))
                .isEqualTo(new Opaque("it is nested more than 100 levels deep"));
        assertThat(kind("create view v as select " + "not ".repeat(20_000) + "true"))
                .isEqualTo(new Opaque("it is nested too deeply to be read"));
        assertThat(kind("create table v as values " + "(1, 'it''s'), ".repeat(100_000) + "(2, '')"))
                .isEqualTo(new Opaque("it is longer than 1000000 characters"));
        assertThat(kind("with a as (".repeat(10_000) + "select 1" + ") select 1".repeat(10_000)))
                .isInstanceOf(Select.class);
        assertThat(kind("alter table a add check (" + "(".repeat(200) + "true" + ")".repeat(200) + "), drop b"))
                .isInstanceOf(StatementKind.AlterTable.class);
    }
}
