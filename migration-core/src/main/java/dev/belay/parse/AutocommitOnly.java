package dev.belay.parse;

import java.util.List;

/**
 * Knows the statements that PostgreSQL refuses inside a transaction block: the callers of
 * {@code PreventInTransactionBlock} in the server's sources, 14 to 18.
 *
 * <p>What depends on the database and not on the text is left out: CLUSTER and REINDEX of one named table or index
 * (refused only when it is partitioned), CALL and DO of code that commits. DROP SUBSCRIPTION is taken as refused, which
 * it is when the subscription has a slot.
 */
final class AutocommitOnly {

    /** More tokens than any of these statements needs; the lists of options and names are short. */
    private static final int ENOUGH = 400;

    private final List<Token> tokens;

    private AutocommitOnly(List<Token> tokens) {
        this.tokens = tokens;
    }

    static boolean test(String sql) {
        List<Token> first = Lexer.tokens(sql, 1);
        if (first.isEmpty()
                || !first.get(0)
                        .isAny(
                                "create",
                                "drop",
                                "alter",
                                "reindex",
                                "vacuum",
                                "cluster",
                                "discard",
                                "commit",
                                "rollback")) {
            return false;
        }
        return new AutocommitOnly(Lexer.tokens(sql, ENOUGH)).test();
    }

    private boolean test() {
        return switch (tokens.get(0).folded()) {
            case "vacuum" -> true;
            case "create" -> create();
            case "drop" -> begins(1, "index", "concurrently") || at(1, "database", "tablespace", "subscription");
            case "alter" -> alter();
            case "reindex" -> reindex();
            case "cluster" -> clustersAll();
            case "discard" -> at(1, "all");
            default -> at(1, "prepared");
        };
    }

    private boolean create() {
        return at(1, "database", "tablespace")
                || begins(1, "index", "concurrently")
                || begins(1, "unique", "index", "concurrently")
                || at(1, "subscription") && !optionOff("create_slot") && !optionOff("connect");
    }

    private boolean alter() {
        if (at(1, "system")) {
            return true;
        }
        if (at(1, "table")) {
            int detach = find(2, "detach");
            return detach > 0 && at(detach + 1, "partition") && find(detach, "concurrently") > 0;
        }
        if (at(1, "database")) {
            return at(3, "tablespace") || begins(3, "set", "tablespace") || begins(3, "with", "tablespace");
        }
        return at(1, "subscription") && alterSubscription();
    }

    private boolean alterSubscription() {
        if (at(3, "refresh")) {
            return true;
        }
        if (at(3, "set", "add", "drop") && at(4, "publication")) {
            return !optionOff("refresh");
        }
        // since 17 and 18
        return at(3, "set") && (find(4, "failover") > 0 || find(4, "two_phase") > 0);
    }

    private boolean reindex() {
        int target = behindOptions(1);
        if (at(target, "schema", "database", "system") || at(target + 1, "concurrently")) {
            return true;
        }
        for (int i = 1; i < target; i++) {
            if (tokens.get(i).is("concurrently") && !off(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean clustersAll() {
        return behindOptions(at(1, "verbose") ? 2 : 1) == tokens.size();
    }

    /** {@return the token behind a list in parentheses that begins at {@code index}, or {@code index} without a list} */
    private int behindOptions(int index) {
        if (index >= tokens.size() || !tokens.get(index).is('(')) {
            return index;
        }
        int i = index;
        while (i < tokens.size() && !tokens.get(i).is(')')) {
            i++;
        }
        return i + 1;
    }

    /** {@return whether the options switch one off, as in {@code create_slot = false}} */
    private boolean optionOff(String name) {
        int with = find(2, "with");
        int option = with < 0 ? -1 : find(with, name);
        return option > 0 && off(option);
    }

    /** {@return whether the value behind an option is one of those that {@code defGetBoolean} takes for false} */
    private boolean off(int option) {
        int value = option + 1 < tokens.size() && tokens.get(option + 1).is('=') ? option + 2 : option + 1;
        if (value >= tokens.size()) {
            return false;
        }
        String written = tokens.get(value).written().replace("'", "");
        return written.equalsIgnoreCase("false") || written.equalsIgnoreCase("off") || written.equals("0");
    }

    private boolean begins(int index, String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!at(index + i, words[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean at(int index, String... words) {
        return index < tokens.size() && tokens.get(index).isAny(words);
    }

    private int find(int from, String word) {
        for (int i = from; i < tokens.size(); i++) {
            if (tokens.get(i).is(word)) {
                return i;
            }
        }
        return -1;
    }
}
