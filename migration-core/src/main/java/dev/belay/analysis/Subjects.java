package dev.belay.analysis;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.script.ObjectType;
import dev.belay.script.QualifiedName;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says which tables a finding is about. */
final class Subjects {

    private final List<ScriptReading> readings;

    Subjects(List<ScriptReading> readings) {
        this.readings = List.copyOf(readings);
    }

    /** {@return the tables of its claims, else those of its statement which its message names} */
    List<QualifiedName> tables(Finding finding) {
        if (!finding.claims().isEmpty()) {
            return finding.claims().stream().map(Claim::table).distinct().toList();
        }
        List<QualifiedName> tables = kind(finding).map(Subjects::tables).orElse(List.of());
        return tables.size() < 2
                ? tables
                : tables.stream()
                        .filter(table -> names(finding.message(), table))
                        .toList();
    }

    /** {@return what the statement does that a finding is about; empty for one in the code of a DO block} */
    Optional<StatementKind> kind(Finding finding) {
        return reading(finding).flatMap(reading -> statement(reading, finding).map(reading::kind));
    }

    private Optional<ScriptReading> reading(Finding finding) {
        return readings.stream()
                .filter(reading -> reading.script().location().equals(finding.location()))
                .findFirst();
    }

    private static Optional<Statement> statement(ScriptReading reading, Finding finding) {
        return reading.parsed().statements().stream()
                .filter(statement ->
                        finding.span().filter(statement.span()::equals).isPresent())
                .findFirst();
    }

    static List<QualifiedName> tables(StatementKind kind) {
        if (kind instanceof StatementKind.DropObjects drop) {
            return drop.type() == ObjectType.TABLE ? drop.names() : List.of();
        }
        if (kind instanceof StatementKind.Truncate truncate) {
            return truncate.tables();
        }
        if (kind instanceof StatementKind.AlterTable alter) {
            return List.of(alter.table());
        }
        if (kind instanceof StatementKind.Update update) {
            return List.of(update.table());
        }
        return kind instanceof StatementKind.Delete delete ? List.of(delete.table()) : List.of();
    }

    private static boolean names(String message, QualifiedName table) {
        return Pattern.compile("(?<![\\w.])" + Pattern.quote(table.toString()) + "(?![\\w])")
                .matcher(message)
                .find();
    }
}
