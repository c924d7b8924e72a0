package dev.belay.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.belay.script.ColumnDefinition;
import dev.belay.script.ConstraintDefinition;
import dev.belay.script.ConstraintDefinition.Kind;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind.AlterTable;
import dev.belay.script.TableAction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AlterTableTest {

    private static AlterTable alter(String sql) {
        return (AlterTable)
                Grammar.kindOf(ScriptReader.read("a", sql, Placeholders.NONE).get(0));
    }

    private static ConstraintDefinition constraint(String name, Kind kind, boolean notValid, String text) {
        return new ConstraintDefinition(
                Optional.ofNullable(name), kind, notValid, Optional.empty(), Optional.empty(), text);
    }

    private static TableAction add(ConstraintDefinition constraint) {
        return new TableAction.AddConstraint(constraint);
    }

    static Stream<Arguments> actions() {
        return Stream.of(
                arguments(
                        "add column if not exists \"B\" varchar(20) default E'it\\'s' not null",
                        new TableAction.AddColumn(
                                new ColumnDefinition(
                                        "B",
                                        "varchar(20)",
                                        List.of(
                                                constraint(null, Kind.DEFAULT, false, "default E'it\\'s'"),
                                                constraint(null, Kind.NOT_NULL, false, "not null"))),
                                true)),
                arguments(
                        "add b int generated always as identity",
                        new TableAction.AddColumn(
                                new ColumnDefinition(
                                        "b",
                                        "int",
                                        List.of(constraint(
                                                null, Kind.IDENTITY, false, "generated always as identity"))),
                                false)),
                arguments(
                        "add b int generated always as (c + 1) stored",
                        new TableAction.AddColumn(
                                new ColumnDefinition(
                                        "b",
                                        "int",
                                        List.of(constraint(
                                                null, Kind.GENERATED, false, "generated always as (c + 1) stored"))),
                                false)),
                arguments("drop b", new TableAction.DropColumn("b", false, false)),
                arguments("DROP COLUMN IF EXISTS B CASCADE", new TableAction.DropColumn("b", true, true)),
                arguments("drop constraint c", new TableAction.DropConstraint("c", false, false)),
                arguments("drop constraint if exists \"C\" cascade", new TableAction.DropConstraint("C", true, true)),
                arguments("alter b type text", new TableAction.AlterColumnType("b", "text", Optional.empty())),
                arguments(
                        "alter column b set data type int using b::int",
                        new TableAction.AlterColumnType("b", "int", Optional.of("b::int"))),
                arguments("alter b set not null", new TableAction.SetNotNull("b")),
                arguments("alter b drop not null", new TableAction.DropNotNull("b")),
                arguments("alter b set default now()", new TableAction.SetDefault("b", "now()")),
                arguments("alter b drop default", new TableAction.DropDefault("b")),
                arguments("alter b set statistics 5", new TableAction.Other("alter b set statistics 5")),
                arguments("rename to B", new TableAction.RenameTable("b")),
                arguments("rename column b to c", new TableAction.RenameColumn("b", "c")),
                arguments("rename b to c", new TableAction.RenameColumn("b", "c")),
                arguments("rename constraint b to c", new TableAction.RenameConstraint("b", "c")),
                arguments("set schema b", new TableAction.SetSchema("b")),
                arguments("validate constraint c", new TableAction.ValidateConstraint("c")),
                arguments(
                        "attach partition s.b for values in (1)",
                        new TableAction.AttachPartition(QualifiedName.of("s", "b"))),
                arguments(
                        "detach partition b concurrently",
                        new TableAction.DetachPartition(QualifiedName.of("b"), true, false)),
                arguments(
                        "detach partition b finalize",
                        new TableAction.DetachPartition(QualifiedName.of("b"), false, true)),
                arguments(
                        "add constraint c check (b > 0) not valid",
                        add(constraint("c", Kind.CHECK, true, "constraint c check (b > 0) not valid"))),
                arguments("add exclude (b with =)", add(constraint(null, Kind.EXCLUDE, false, "exclude (b with =)"))),
                arguments("add unique (b)", add(constraint(null, Kind.UNIQUE, false, "unique (b)"))),
                arguments(
                        "add constraint c foreign key (b) references s.d (e) not valid",
                        add(new ConstraintDefinition(
                                Optional.of("c"),
                                Kind.FOREIGN_KEY,
                                true,
                                Optional.of(QualifiedName.of("s", "d")),
                                Optional.empty(),
                                "constraint c foreign key (b) references s.d (e) not valid"))),
                arguments(
                        "add constraint c primary key using index i",
                        add(new ConstraintDefinition(
                                Optional.of("c"),
                                Kind.PRIMARY_KEY,
                                false,
                                Optional.empty(),
                                Optional.of("i"),
                                "constraint c primary key using index i"))),
                arguments("enable row level security", new TableAction.RowSecurity(true)));
    }

    @ParameterizedTest
    @MethodSource("actions")
    void anActionIsRead(String written, TableAction action) {
        assertThat(alter("alter table a " + written).actions()).containsExactly(action);
    }

    @Test
    void actionsBehindCharactersOfTwoUnitsAreCutRight() {
        assertThat(alter(
                                "alter table a add check (b <> '\uD83D\uDE00\uD83D\uDE00'), drop c, alter d type \"\uD83D\uDE00\"")
                        .actions())
                .containsExactly(
                        add(constraint(null, Kind.CHECK, false, "check (b <> '\uD83D\uDE00\uD83D\uDE00')")),
                        new TableAction.DropColumn("c", false, false),
                        new TableAction.AlterColumnType("d", "\"\uD83D\uDE00\"", Optional.empty()));
    }

    @Test
    void theTableIsNamed() {
        assertThat(alter("alter table if exists only S.a drop b"))
                .isEqualTo(new AlterTable(
                        QualifiedName.of("s", "a"),
                        true,
                        true,
                        List.of(new TableAction.DropColumn("b", false, false))));
    }

    @Test
    void whatTheGrammarDoesNotKnowHidesNoDrop() {
        assertThat(alter(
                                "alter table only a frobnicate (x, y), drop column if exists b cascade, drop constraint c, drop")
                        .actions())
                .containsExactly(
                        new TableAction.Other("frobnicate (x, y)"),
                        new TableAction.DropColumn("b", true, true),
                        new TableAction.DropConstraint("c", false, false),
                        new TableAction.Other("drop"));
    }
}
