package dev.belay.rule.rewrite;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.Fix;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.ActionRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.Sql;
import dev.belay.rule.SqlName;
import dev.belay.script.ConstraintDefinition.Kind;
import dev.belay.script.QualifiedName;
import dev.belay.script.TableAction.AddColumn;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** ADD COLUMN of type serial, or GENERATED AS IDENTITY. */
public final class SerialColumnRewritesTable extends ActionRule<AddColumn> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("serial-column-rewrites-table"),
            List.of(2),
            Severity.HIGH,
            "A serial or identity column is added.",
            "Every row gets a number of its own, so the whole table is copied under ACCESS EXCLUSIVE"
                    + " (PostgreSQL manual, ALTER TABLE).",
            "Add a plain column, give it the sequence as default, fill the rows in batches, then make"
                    + " it NOT NULL.",
            "ALTER TABLE orders ADD COLUMN number bigserial;",
            "ALTER TABLE orders ADD COLUMN number bigint;");

    private static final Set<String> SERIAL =
            Set.of("smallserial", "serial", "bigserial", "serial2", "serial4", "serial8");

    public SerialColumnRewritesTable() {
        super(AddColumn.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, AddColumn action) {
        boolean serial = SERIAL.contains(Sql.baseType(action.column().type()));
        if (!serial && !action.column().has(Kind.IDENTITY)) {
            return Optional.empty();
        }
        String column = SqlName.of(action.column().name());
        String sequence = SqlName.of(Sql.name(table.name(), action.column().name(), "seq"));
        String type = serial ? integer(action.column().type()) : action.column().type();
        return Optional.of(context.finding(
                        this,
                        "ADD COLUMN " + column + " numbers every row of " + table
                                + ", which copies the table: nobody reads or writes it meanwhile.",
                        "Add a plain column with a sequence as default, and number the rows in batches.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE), new Claim.Rewrites(table))
                .fixedBy(Fix.of("CREATE SEQUENCE " + sequence + ";\n"
                                + Sql.alter(table, "ADD COLUMN " + column + " " + type) + "\n"
                                + Sql.alter(
                                        table, "ALTER COLUMN " + column + " SET DEFAULT nextval('" + sequence + "')")
                                + "\nALTER SEQUENCE "
                                + sequence + " OWNED BY " + SqlName.of(table) + "." + column + ";")
                        .then("-- db:batch key=id size=10000\nUPDATE " + SqlName.of(table) + " SET " + column
                                + " = DEFAULT WHERE " + column + " IS NULL;")));
    }

    private static String integer(String type) {
        return switch (Sql.baseType(type)) {
            case "smallserial", "serial2" -> "smallint";
            case "serial", "serial4" -> "integer";
            default -> "bigint";
        };
    }
}
