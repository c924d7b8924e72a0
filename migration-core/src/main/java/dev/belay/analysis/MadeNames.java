package dev.belay.analysis;

import dev.belay.script.StatementKind;
import dev.belay.script.StatementKind.AlterTable;
import dev.belay.script.StatementKind.Compound;
import dev.belay.script.StatementKind.CreateEnum;
import dev.belay.script.StatementKind.CreateFunction;
import dev.belay.script.StatementKind.CreateIndex;
import dev.belay.script.StatementKind.CreateObject;
import dev.belay.script.StatementKind.CreateSchema;
import dev.belay.script.StatementKind.CreateTable;
import dev.belay.script.StatementKind.CreateView;
import dev.belay.script.StatementKind.RenameObject;
import dev.belay.script.TableAction;
import dev.belay.script.TableAction.AddColumn;
import dev.belay.script.TableAction.AddConstraint;
import dev.belay.script.TableAction.RenameColumn;
import dev.belay.script.TableAction.RenameTable;
import java.util.List;
import java.util.stream.Stream;

/** The names, without schemas, that there are once a statement has run: of objects, columns and constraints. */
final class MadeNames {

    private MadeNames() {}

    static List<String> of(StatementKind statement) {
        return Compound.parts(statement).stream().flatMap(MadeNames::ofPart).toList();
    }

    private static Stream<String> ofPart(StatementKind kind) {
        if (kind instanceof CreateTable create) {
            return Stream.of(create.name().name());
        } else if (kind instanceof CreateIndex create) {
            return create.name().stream();
        } else if (kind instanceof CreateView create) {
            return Stream.of(create.name().name());
        } else if (kind instanceof CreateEnum create) {
            return Stream.of(create.name().name());
        } else if (kind instanceof CreateFunction create) {
            return Stream.of(create.name().name());
        } else if (kind instanceof CreateObject create) {
            return Stream.of(create.name().name());
        } else if (kind instanceof CreateSchema create) {
            return create.name().stream();
        } else if (kind instanceof RenameObject rename) {
            return Stream.of(rename.to());
        } else if (kind instanceof AlterTable alter) {
            return alter.actions().stream().flatMap(MadeNames::of);
        }
        return Stream.empty();
    }

    private static Stream<String> of(TableAction action) {
        if (action instanceof AddColumn add) {
            return Stream.of(add.column().name());
        } else if (action instanceof RenameColumn rename) {
            return Stream.of(rename.to());
        } else if (action instanceof RenameTable rename) {
            return Stream.of(rename.to());
        } else if (action instanceof AddConstraint add) {
            return add.constraint().name().stream();
        }
        return Stream.empty();
    }
}
