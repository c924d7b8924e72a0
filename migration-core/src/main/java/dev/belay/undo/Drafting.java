package dev.belay.undo;

import dev.belay.difference.Draft;
import dev.belay.difference.Mended;
import dev.belay.difference.OwnRole;
import dev.belay.difference.RequiredColumns;
import dev.belay.difference.SchemaState;
import dev.belay.difference.ScratchSession;
import dev.belay.schema.ObjectId;
import dev.belay.script.ConstraintDefinition;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import dev.belay.script.TableAction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes the statements that lead from the schema after a versioned script to that before it.
 *
 * @param session into a database where the script has just run
 * @param script its statements
 * @param kinds what they do, in the same order
 * @param before the schema before it
 * @param after the schema after it
 */
record Drafting(
        ScratchSession session,
        List<Statement> script,
        List<StatementKind> kinds,
        SchemaState before,
        SchemaState after) {

    /** pgCodeKeeper knows CONCURRENTLY for making them only. */
    private static final Pattern DROP_INDEX = Pattern.compile("^DROP INDEX (?!CONCURRENTLY )");

    /** An index of a partitioned table alone takes no time, and the server refuses to make it CONCURRENTLY. */
    private static final Pattern PARTITIONED =
            Pattern.compile("(?s)^(CREATE (?:UNIQUE )?INDEX) CONCURRENTLY ((?:IF NOT EXISTS )?\\S+ ON ONLY .*)");

    /** {@return the script's renames and values of enums taken back, then what is still different} The database is as it was afterwards. */
    Draft withRenames() {
        List<Renaming> renamings = inverted();
        if (renamings.isEmpty()) {
            return comparison();
        }
        var done = new ArrayList<Renaming>();
        try (Connection connection = session.open()) {
            for (Renaming renaming : renamings) {
                undo(connection, renaming, done);
            }
            List<String> changes = changes(session.state());
            Collections.reverse(done);
            for (Renaming renaming : done) {
                ScratchSession.execute(connection, renaming.redo());
            }
            Collections.reverse(done);
            return new Draft(done.stream().map(Renaming::undo).toList()).and(changes);
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
    }

    private List<Renaming> inverted() {
        var inverted = new ArrayList<>(new EnumValues(session, before.snapshot()).taken(script, kinds));
        inverted.addAll(Renamings.of(kinds, session.defaultSchema()));
        return inverted;
    }

    /** {@return whether the script does what is inverted by name} */
    boolean renames() {
        return !inverted().isEmpty();
    }

    /** {@return the difference of the schemas alone, in which a renamed object is one that went and one that came} */
    Draft comparison() {
        return new Draft(changes(after));
    }

    private List<String> changes(SchemaState from) {
        OwnRole role = OwnRole.of(session);
        try (Connection connection = session.open()) {
            return Stream.concat(
                            Mended.statements(
                                    from.model().changesTo(before.model(), concurrently(), notValid()).stream()
                                            .map(Statement::sql)
                                            .map(new ReplacedColumns(kinds)::emptied)
                                            .toList(),
                                    from.snapshot(),
                                    connection)
                                    .stream(),
                            Unvalidated.statements(before.snapshot(), after.snapshot()).stream())
                    .flatMap(sql -> role.replacedIn(sql).stream())
                    .flatMap(sql ->
                            RequiredColumns.filled(sql, before.snapshot(), "since what they had is gone").stream())
                    .map(sql -> PARTITIONED.matcher(sql).replaceFirst("$1 $2"))
                    .map(sql -> concurrently() && !dropsPartitioned(sql)
                            ? DROP_INDEX.matcher(sql).replaceFirst("DROP INDEX CONCURRENTLY ")
                            : sql)
                    .toList();
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
    }

    /** An index of a partitioned table, which the server refuses to drop CONCURRENTLY; it prints it with ONLY. */
    private boolean dropsPartitioned(String sql) {
        var id = new ObjectId("index", DROP_INDEX.matcher(sql).replaceFirst("").strip());
        return Optional.ofNullable(after.snapshot().objects().get(id))
                .filter(index -> index.definition().contains(" ON ONLY "))
                .isPresent();
    }

    private static void undo(Connection connection, Renaming renaming, List<Renaming> done) throws SQLException {
        if (runs(connection, renaming.undo())) {
            done.add(renaming);
            return;
        }
        Optional<Renaming> aside = renaming.aside().filter(it -> runs(connection, it.undo()));
        if (aside.isPresent() && runs(connection, renaming.undo())) {
            done.add(aside.get());
            done.add(renaming);
        } else if (aside.isPresent()) {
            ScratchSession.execute(connection, aside.get().redo());
        }
    }

    /** What the script renamed may have been dropped by it, or its old name been given to another. */
    private static boolean runs(Connection connection, String sql) {
        try {
            ScratchSession.execute(connection, sql);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** A constraint that takes an index over takes it along when it goes, and the index has to be made again. */
    private boolean concurrently() {
        return kinds.stream()
                        .anyMatch(kind -> kind instanceof StatementKind.CreateIndex index && index.concurrently()
                                || kind instanceof StatementKind.DropObjects drop && drop.concurrently())
                || added().anyMatch(constraint -> constraint.usingIndex().isPresent());
    }

    private boolean notValid() {
        return added().anyMatch(ConstraintDefinition::notValid);
    }

    private Stream<ConstraintDefinition> added() {
        return kinds.stream()
                .filter(StatementKind.AlterTable.class::isInstance)
                .flatMap(kind -> ((StatementKind.AlterTable) kind).actions().stream())
                .filter(TableAction.AddConstraint.class::isInstance)
                .map(action -> ((TableAction.AddConstraint) action).constraint());
    }
}
