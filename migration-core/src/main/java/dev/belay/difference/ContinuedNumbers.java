package dev.belay.difference;

import dev.belay.schema.SchemaObject;
import dev.belay.schema.SchemaSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Columns that stand and become numbered, as identity or by default of a new sequence: the sequence goes on behind the
 * greatest number in the column, and behind what the column's former sequence has given. Otherwise it begins anew, and
 * gives numbers that rows have already.
 */
final class ContinuedNumbers {

    private static final String TABLE = "(?s)ALTER TABLE (?:ONLY )?(.+?)\\s+ALTER COLUMN (\"(?:[^\"]|\"\")+\"|\\S+) ";

    private static final Pattern IDENTITY = Pattern.compile(
            TABLE + "ADD GENERATED (?:ALWAYS|BY DEFAULT) AS IDENTITY \\(\\s*SEQUENCE NAME (\\S+|\".+?\")"
                    + "(\\s+START WITH .*)");

    private static final Pattern DEFAULT =
            Pattern.compile(TABLE + "SET DEFAULT nextval\\('((?:[^']|'')+)'::regclass\\)");

    private static final Pattern START = Pattern.compile("\\bSTART WITH (-?\\d+)");
    private static final Pattern DOWNWARDS = Pattern.compile("\\bINCREMENT BY -");

    private final SchemaSnapshot from;
    private final List<String> statements;

    private ContinuedNumbers(SchemaSnapshot from, List<String> statements) {
        this.from = from;
        this.statements = new ArrayList<>(statements);
    }

    /**
     * {@return the statements with those that set the sequences}
     *
     * @param from the schema that they start from
     */
    static List<String> in(List<String> statements, SchemaSnapshot from) {
        var numbers = new ContinuedNumbers(from, statements);
        statements.forEach(numbers::go);
        return List.copyOf(numbers.statements);
    }

    /**
     * A sequence that a column gets.
     *
     * @param table quoted where needed, as the column and the sequence are
     * @param made how the sequence is made
     */
    private record Numbered(String table, String column, String sequence, String made) {

        String alter() {
            return "ALTER TABLE " + table + "\n\tALTER COLUMN " + column + " ";
        }

        /** {@return what sets the sequence; its bounds and its beginning stay as they are where nothing is beyond them} */
        String set(Optional<String> former) {
            boolean down = DOWNWARDS.matcher(made).find();
            Matcher start = START.matcher(made);
            String beyond = (down ? " <= " : " >= ") + (start.find() ? start.group(1) : down ? "-1" : "1");
            String last = (down ? "min(" : "max(") + column + ")";
            String setval = "-- It goes on behind the numbers that are there.\nSELECT setval('"
                    + sequence.replace("'", "''") + "', ";
            if (former.isEmpty()) {
                return setval + last + ") FROM " + table + " HAVING " + last + beyond;
            }
            String both = (down ? "least" : "greatest") + "(last_value, last)";
            return setval + both + ", is_called OR coalesce(last" + (down ? " <= " : " >= ")
                    + "last_value, false))\n\tFROM " + former.get() + ", (SELECT " + last + " AS last FROM " + table
                    + ") AS numbers WHERE " + both + beyond;
        }
    }

    private void go(String statement) {
        Matcher identity = IDENTITY.matcher(statement);
        if (identity.matches()) {
            var numbered = new Numbered(identity.group(1), identity.group(2), identity.group(3), identity.group(4));
            if (stands(numbered)) {
                identity(statement, numbered);
            }
            return;
        }
        Matcher value = DEFAULT.matcher(statement);
        if (value.matches()) {
            String sequence = value.group(3).replace("''", "'");
            Optional<String> made = found(sql -> sql.startsWith("CREATE SEQUENCE " + sequence + "\n"));
            made.map(sql -> new Numbered(value.group(1), value.group(2), sequence, sql))
                    .filter(this::stands)
                    .ifPresent(numbered -> serial(statement, made.get(), numbered));
        }
    }

    private boolean stands(Numbered numbered) {
        return from.find("column", numbered.table() + "." + numbered.column()).isPresent();
    }

    /** The sequence of the former default may have the name that the identity's is to have. */
    private void identity(String statement, Numbered numbered) {
        Optional<String> owned = sequence("owned by ", numbered);
        Optional<String> drop = owned.flatMap(name -> found(("DROP SEQUENCE " + name)::equals));
        Optional<String> former = owned.filter(name -> drop.isPresent()).map(ContinuedNumbers::former);
        drop.ifPresent(statements::remove);
        former.ifPresent(name -> statements.add(statements.indexOf(statement), renamed(owned.get(), name)));
        int behind = statements.indexOf(statement) + 1;
        former.ifPresent(name -> statements.add(behind, "DROP SEQUENCE " + name));
        statements.add(behind, numbered.set(former));
    }

    /** The identity's sequence goes with it: what it has given has to be asked before. */
    private void serial(String statement, String made, Numbered numbered) {
        Optional<String> identity = sequence("identity of ", numbered);
        Optional<String> drop = found(sql ->
                sql.replaceFirst("^ALTER TABLE ONLY ", "ALTER TABLE ").equals(numbered.alter() + "DROP IDENTITY"));
        if (identity.isEmpty() || drop.isEmpty()) {
            statements.add(statements.indexOf(statement) + 1, numbered.set(Optional.empty()));
            return;
        }
        String former = former(identity.get());
        statements.add(statements.indexOf(made), renamed(identity.get(), former));
        statements.add(statements.indexOf(drop.get()), numbered.set(Optional.of(former)));
    }

    private Optional<String> sequence(String how, Numbered numbered) {
        String line = how + numbered.table() + "." + numbered.column();
        return from.objects().entrySet().stream()
                .filter(object -> object.getKey().type().equals("sequence"))
                .filter(object -> lines(object.getValue()).contains(line))
                .map(object -> object.getKey().identity())
                .findFirst();
    }

    private static List<String> lines(SchemaObject object) {
        return object.definition().lines().toList();
    }

    private Optional<String> found(Predicate<String> which) {
        return statements.stream().filter(which).findFirst();
    }

    private static String former(String sequence) {
        return sequence.substring(0, ownName(sequence)) + FormerName.of(sequence.substring(ownName(sequence)));
    }

    private static String renamed(String from, String to) {
        return "ALTER SEQUENCE " + from + " RENAME TO " + to.substring(ownName(to));
    }

    /** {@return where a name begins behind that of its schema} */
    private static int ownName(String qualified) {
        return qualified.endsWith("\"")
                ? qualified.lastIndexOf('"', qualified.length() - 2)
                : qualified.lastIndexOf('.') + 1;
    }
}
