package dev.belay.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an INSERT gives to each of its columns, as far as its text tells. Understood are {@code VALUES}, and {@code SELECT}
 * with or without {@code UNION}.
 *
 * @param columns those that it lists, as the server folds them; empty when it lists none
 * @param values of these, or of the table's first columns, over all rows
 */
public record GivenValues(List<String> columns, List<GivenValue> values) {

    public GivenValues {
        columns = List.copyOf(columns);
        values = List.copyOf(values);
    }

    /** {@return what a statement gives; empty for another statement, and for what is not understood} */
    public static Optional<GivenValues> of(String insert) {
        return new Reader(Lexer.tokens(insert, Integer.MAX_VALUE)).read();
    }

    /** {@return the same for a column; empty when the statement does not give it a value} */
    public Optional<GivenValue> of(String column, List<String> columnsOfTable) {
        int place = (columns.isEmpty() ? columnsOfTable : columns).indexOf(column);
        return place < 0 || place >= values.size() ? Optional.empty() : Optional.of(values.get(place));
    }

    /** Walks through the tokens once. */
    private static final class Reader {

        private static final String[] BEHIND_LIST = {
            "from",
            "where",
            "group",
            "having",
            "window",
            "union",
            "intersect",
            "except",
            "order",
            "limit",
            "offset",
            "fetch",
            "for",
            "on",
            "returning"
        };

        private final List<Token> tokens;
        private int at;
        private final List<GivenValue> values = new ArrayList<>();
        private boolean understood = true;

        Reader(List<Token> tokens) {
            this.tokens = tokens;
        }

        Optional<GivenValues> read() {
            if (!accept("insert") || !accept("into")) {
                return Optional.empty();
            }
            while (at < tokens.size()
                    && (tokens.get(at).isName() && !isAny("values", "select", "overriding") || is('.'))) {
                at++; // the table, and its alias
            }
            List<String> columns = columns();
            if (accept("overriding") && (!accept("system") || !accept("value"))) {
                return Optional.empty(); // USER VALUE: what is given to an identity column is passed over
            }
            do {
                rows();
            } while (understood && nextQuery());
            return understood && !values.isEmpty() && (columns.isEmpty() || columns.size() == values.size())
                    ? Optional.of(new GivenValues(columns, values))
                    : Optional.empty();
        }

        private List<String> columns() {
            var columns = new ArrayList<String>();
            if (is('(')) {
                List<List<Token>> names = parenthesized();
                understood &= names.stream()
                        .allMatch(name -> name.size() == 1 && name.get(0).isName());
                if (understood) {
                    names.forEach(name -> columns.add(Names.value(name.get(0))));
                }
            }
            return columns;
        }

        private void rows() {
            if (accept("values")) {
                do {
                    understood &= is('(');
                    add(understood ? parenthesized() : List.of(), false);
                } while (understood && accept(','));
            } else if (accept("select")) {
                accept("all");
                understood &= !accept("distinct") || !isAny("on");
                List<List<Token>> list = items();
                add(list, isAny("from"));
            } else {
                understood = false;
            }
        }

        private void add(List<List<Token>> row, boolean fromTables) {
            understood &= values.isEmpty() || values.size() == row.size();
            for (int i = 0; understood && i < row.size(); i++) {
                GivenValue value = GivenValue.of(row.get(i), fromTables);
                if (i < values.size()) {
                    values.set(i, values.get(i).or(value));
                } else {
                    values.add(value);
                }
            }
        }

        /** Steps to the next query of a UNION; {@return whether there is one} */
        private boolean nextQuery() {
            for (int depth = 0; at < tokens.size(); at++) {
                depth += depthOf(tokens.get(at));
                if (depth == 0 && isAny("union", "intersect", "except")) {
                    at++;
                    if (!accept("all")) {
                        accept("distinct");
                    }
                    return true;
                }
            }
            return false;
        }

        private List<List<Token>> parenthesized() {
            at++;
            List<List<Token>> items = items();
            understood &= accept(')');
            return items;
        }

        /** {@return what stands between commas, up to a closing parenthesis or what follows a list} */
        private List<List<Token>> items() {
            var items = new ArrayList<List<Token>>();
            var item = new ArrayList<Token>();
            int depth = 0;
            for (; at < tokens.size(); at++) {
                Token token = tokens.get(at);
                depth += depthOf(token);
                if (depth < 0 || depth == 0 && token.isAny(BEHIND_LIST)) {
                    break;
                }
                if (depth == 0 && token.is(',')) {
                    items.add(List.copyOf(item));
                    item.clear();
                } else {
                    item.add(token);
                }
            }
            items.add(item);
            return items;
        }

        private static int depthOf(Token token) {
            return token.is('(') || token.is('[') ? 1 : token.is(')') || token.is(']') ? -1 : 0;
        }

        private boolean is(char symbol) {
            return at < tokens.size() && tokens.get(at).is(symbol);
        }

        private boolean isAny(String... words) {
            return at < tokens.size() && tokens.get(at).isAny(words);
        }

        private boolean accept(String word) {
            boolean found = isAny(word);
            at += found ? 1 : 0;
            return found;
        }

        private boolean accept(char symbol) {
            boolean found = is(symbol);
            at += found ? 1 : 0;
            return found;
        }
    }
}
