package dev.belay.generate;

import dev.belay.difference.HistoryTable;
import dev.belay.difference.Mended;
import dev.belay.difference.OwnRole;
import dev.belay.difference.OwnedSequences;
import dev.belay.difference.SchemaState;
import dev.belay.difference.ScratchSession;
import dev.belay.difference.WorkingOrder;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.script.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What has to be done, before it is decided how: renames by name, then the difference of what is left.
 *
 * @param before the migrated schema
 * @param current the same with its renames done
 * @param wanted the schema that there is to be
 * @param renames what is renamed
 * @param candidates what could be renames, and nobody has said so
 * @param statements all, in order, each with what it would lose
 */
record Plan(
        SchemaState before,
        Catalog current,
        Catalog wanted,
        List<Rename> renames,
        List<Rename> candidates,
        List<Difference> statements) {

    /** Makes a plan on a database that stands at the migrated schema, and does its renames there. */
    static final class Maker {

        /** Of a constraint that is inherited (42P16), and of one that has got its parent's new name before (42704). */
        private static final Set<String> INHERITED = Set.of("42P16", "42704");

        private final ScratchSession session;
        private final SchemaState wanted;
        private final NewDatabase newDatabase;
        private final Predicate<Rename> question;
        private final List<Rename> renames = new ArrayList<>();
        private final List<Difference> statements = new ArrayList<>();

        /** @param question is asked whether something that could be a rename is one */
        Maker(ScratchSession session, SchemaState wanted, NewDatabase newDatabase, Predicate<Rename> question) {
            this.session = session;
            this.wanted = wanted;
            this.newDatabase = newDatabase;
            this.question = question;
        }

        Plan make(SchemaState before, List<Hint> hints) {
            try (Connection connection = session.open()) {
                for (Rename rename : HintedRenames.of(hints, catalog(before), catalog(wanted))) {
                    rename(connection, rename);
                }
                List<Rename> candidates = asked(connection);
                for (String sql : new OtherNames(catalog(session.state()), catalog(wanted)).statements()) {
                    if (isRenamed(connection, sql)) {
                        statements.add(Difference.of(sql));
                    }
                }
                Catalog named = catalog(session.state());
                statements.addAll(new EnumLosses(named, catalog(wanted)).run(connection));
                SchemaState current = session.state();
                List<Difference> changes = difference(connection, current);
                changes = WorkingOrder.of(changes, Difference::sql, connection).orElse(changes);
                List<Difference> marked = new Losses(catalog(current)).marked(changes);
                statements.addAll(new SameConstraints(catalog(current), catalog(wanted)).kept(marked, session));
                return new Plan(before, catalog(current), catalog(wanted), renames, candidates, statements);
            } catch (SQLException e) {
                throw ScratchSession.silent(e);
            }
        }

        private Catalog catalog(SchemaState state) {
            return new Catalog(state.snapshot(), session.defaultSchema());
        }

        private void rename(Connection connection, Rename rename) throws SQLException {
            try {
                ScratchSession.execute(connection, rename.sql());
            } catch (SQLException e) {
                throw new RefusalException(
                        Problem.of(
                                "The rename of " + rename.words() + " is refused by the server: "
                                        + e.getMessage().lines().findFirst().orElse("") + ". No file was made.",
                                "Correct the hint, or leave it out."),
                        e);
            }
            renames.add(rename);
            statements.add(Difference.of(rename.sql()));
        }

        /** {@return those that nobody confirmed} Each rename may make others of the candidates untrue. */
        private List<Rename> asked(Connection connection) throws SQLException {
            Set<Rename> refused = new HashSet<>();
            while (true) {
                List<Rename> all = new RenameCandidates(catalog(session.state()), catalog(wanted)).all();
                var confirmed = all.stream()
                        .filter(candidate -> !refused.contains(candidate))
                        .filter(candidate -> {
                            boolean is = question.test(candidate);
                            if (!is) {
                                refused.add(candidate);
                            }
                            return is;
                        })
                        .findFirst();
                if (confirmed.isEmpty()) {
                    return all;
                }
                rename(connection, confirmed.get());
            }
        }

        private List<Difference> difference(Connection connection, SchemaState current) throws SQLException {
            OwnRole role = OwnRole.of(session);
            List<String> changes = current
                    .model()
                    .changesTo(wanted.model(), false, false, Set.of(HistoryTable.plain(session.historyTable())))
                    .stream()
                    .map(Statement::sql)
                    .toList();
            return Mended.statements(OwnedSequences.left(changes, connection), current.snapshot(), connection).stream()
                    .flatMap(sql -> role.replacedIn(sql).stream())
                    .map(newDatabase::lenient)
                    .map(Difference::of)
                    .toList();
        }

        /** A constraint that a partition or child inherits is renamed with its parent's, and not by itself. */
        private static boolean isRenamed(Connection connection, String sql) throws SQLException {
            try {
                ScratchSession.execute(connection, sql);
                return true;
            } catch (SQLException e) {
                if (INHERITED.contains(String.valueOf(e.getSQLState()))) {
                    return false;
                }
                throw e;
            }
        }
    }
}
