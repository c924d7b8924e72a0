package dev.belay.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.script.InnerStatement;
import dev.belay.script.ObjectType;
import dev.belay.script.QualifiedName;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CodeReaderTest {

    private static final StatementKind DROP_A = new StatementKind.DropObjects(
            ObjectType.TABLE, List.of(QualifiedName.of("a")), Optional.empty(), false, false, false);

    private static Statement read(String sql) {
        return ScriptReader.read("a", sql, Placeholders.NONE).get(0);
    }

    private static List<String> texts(Statement statement) {
        return Grammar.inside(statement).stream()
                .map(inner -> inner.range().of(statement.sql()))
                .toList();
    }

    @Test
    void statementsAreFoundInAllBranchesOfTheCode() {
        Statement statement = read("""
                do $x$
                declare r record; n int := (select 1);
                begin
                  -- '\uD83D\uDE00'
                  if exists (select 1 from t) then drop table a; else delete from b; end if;
                  for r in select * from c loop update d set e = r.f where g = 1; end loop;
                  begin truncate h; exception when others then raise notice '%', '\uD83D\uDE00'; insert into i values (1); end;
                  execute 'drop table a';
                  execute format('drop table %I', r.x);
                  insert into k values (1) returning l, m into strict n, r.x;
                  execute 'truncate o' into n using r.x;
                  commit;
                end $x$""");
        assertThat(texts(statement))
                .containsExactly(
                        "drop table a",
                        "delete from b",
                        "select * from c",
                        "update d set e = r.f where g = 1",
                        "truncate h",
                        "insert into i values (1)",
                        "drop table a",
                        "format('drop table %I', r.x)",
                        "insert into k values (1) returning l, m",
                        "truncate o",
                        "commit");
        assertThat(Grammar.inside(statement))
                .extracting(InnerStatement::kind)
                .contains(DROP_A, new StatementKind.Opaque("it is built while the code runs"));
    }

    @Test
    void aFunctionInSqlIsSplit() {
        assertThat(texts(read("create function f() returns int language sql as 'delete from a; select 1;'")))
                .containsExactly("delete from a", "select 1");
        assertThat(texts(read("create function f() returns int as $$ drop table a $$")))
                .containsExactly("drop table a");
    }

    @Test
    void codeThatCannotBeReadIsOpaqueAsAWhole() {
        assertThat(opaque("do 'begin perform ''x''; end'")).isEqualTo("its code has escaped characters");
        assertThat(opaque("do language plperl $$ x $$")).isEqualTo("its code is written in plperl");
        assertThat(opaque("do $$ begin frob nicate now; end $$")).startsWith("the grammar does not know it");
    }

    private static String opaque(String sql) {
        List<InnerStatement> inside = Grammar.inside(read(sql));
        assertThat(inside).hasSize(1);
        return ((StatementKind.Opaque) inside.get(0).kind()).reason();
    }

    @Test
    void otherStatementsHaveNoCode() {
        assertThat(Grammar.inside(read("select $$ begin end $$"))).isEmpty();
        assertThat(Grammar.inside(read("create function f() returns int begin atomic select 1; end")))
                .isEmpty();
    }

    @Test
    void theCodesStatementsHaveTheirPlaceInTheFile() {
        String text = "-- c\ndo $$ begin\r\n  drop table ${t}; end $$";
        ParsedScript script = ScriptReader.parse("a", text, Placeholders.of(Map.of("t", "a")));
        Statement block = script.statements().get(0);
        var span = script.span(block, Grammar.inside(block).get(0).range());
        assertThat(span.start()).hasToString("3:3");
        assertThat(span.of(text)).isEqualTo("drop table ${t}");
    }
}
