package dev.belay.analysis;

import dev.belay.finding.Finding;
import dev.belay.outcome.Impact;
import dev.belay.script.ObjectType;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import dev.belay.script.TableAction;
import dev.belay.trace.model.Catalogue;
import dev.belay.trace.model.ObjectChange;
import dev.belay.trace.model.Trace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Names the tables and columns whose data the pending scripts take away. */
final class DataAtRisk {

    /** Rules that speak of a table, or of a column, only when it was there before and had something to lose. */
    private static final String DROP_TABLE = "drop-table-loses-data";

    private static final String DROP_COLUMN = "drop-column-loses-data";
    private static final String TRUNCATE = "truncate-loses-data";
    private static final String DELETE = "delete-hits-every-row";
    private static final String DROP_SCHEMA = "drop-schema-loses-data";
    private static final String DROP_DATABASE = "drop-database-loses-data";
    private static final String DROP_OWNED = "drop-owned-loses-data";

    private final Subjects subjects;
    private final TableSizes sizes;

    DataAtRisk(Analyzer.Analysis analysis, TableSizes sizes) {
        this.subjects = new Subjects(analysis.readings());
        this.sizes = sizes;
    }

    /** {@return what is lost, {@code none} when nothing is} */
    String of(List<Finding> findings, Optional<Trace> trace) {
        Set<String> lost = new LinkedHashSet<>();
        findings.forEach(finding -> lost.addAll(lost(finding)));
        trace.ifPresent(it -> observed(it).stream()
                // the same in the words of the script
                .filter(name -> lost.stream().noneMatch(said -> isSame(said, name)))
                .toList()
                .forEach(name -> lost.add(withSize(name))));
        return lost.isEmpty() ? Impact.NONE.dataAtRisk() : Listed.of(lost, ", ");
    }

    private List<String> lost(Finding finding) {
        Optional<StatementKind> kind = subjects.kind(finding);
        return switch (finding.rule().value()) {
            case DROP_TABLE ->
                subjects.tables(finding).stream().map(this::withSize).toList();
            case TRUNCATE, DELETE ->
                subjects.tables(finding).stream()
                        .map(table -> "every row of " + withSize(table))
                        .toList();
            case DROP_COLUMN -> kind.map(it -> columns(it, finding)).orElse(List.of());
            case DROP_SCHEMA, DROP_DATABASE -> kind.map(DataAtRisk::containers).orElse(List.of());
            case DROP_OWNED -> List.of("whatever the role owns");
            default -> List.of();
        };
    }

    private static List<String> columns(StatementKind kind, Finding finding) {
        return kind instanceof StatementKind.AlterTable alter
                ? alter.actions().stream()
                        .filter(TableAction.DropColumn.class::isInstance)
                        .map(action -> alter.table() + "." + ((TableAction.DropColumn) action).column())
                        .filter(column -> finding.message().contains(" " + column + ","))
                        .toList()
                : List.of();
    }

    private static List<String> containers(StatementKind kind) {
        if (!(kind instanceof StatementKind.DropObjects drop)) {
            return List.of();
        }
        String type = drop.type() == ObjectType.SCHEMA ? "schema " : "database ";
        return drop.names().stream().map(name -> type + name).toList();
    }

    /** What went inside of DO blocks and functions, or along with something else. */
    private static List<QualifiedName> observed(Trace trace) {
        Set<String> made = new LinkedHashSet<>();
        var gone = new ArrayList<QualifiedName>();
        trace.scripts().stream()
                .flatMap(script -> script.statements().stream())
                .filter(statement -> statement.ran())
                .flatMap(statement -> statement.changes().stream())
                .filter(change -> change.type().equals("table"))
                .forEach(change -> {
                    if (change.action() == ObjectChange.Action.CREATED) {
                        made.add(change.identity());
                    } else if (change.action() == ObjectChange.Action.DROPPED && !made.contains(change.identity())) {
                        tables(trace.before())
                                .filter(table -> table.toString()
                                        .equals(change.identity().replace("\"", "")))
                                .forEach(gone::add);
                    }
                });
        return gone;
    }

    private static Stream<QualifiedName> tables(Catalogue catalogue) {
        return catalogue.tables().values().stream()
                .filter(table -> table.kind() == 'r' || table.kind() == 'p')
                .map(Catalogue.Table::name);
    }

    private static boolean isSame(String said, QualifiedName name) {
        String table = said.replaceFirst(" \\(.*", "");
        return table.equals(name.toString())
                || table.equals(name.name())
                || table.equals("schema " + name.schema().orElse(""));
    }

    private String withSize(QualifiedName table) {
        return table
                + sizes.find(table).map(size -> " (" + Amount.of(size) + ")").orElse("");
    }
}
