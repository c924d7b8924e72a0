package dev.belay.parse;

/** What the splitter has to know about the statement that it is in. Comments are not shown to it. */
final class StatementState {

    private int start = -1;
    private int end;
    private int words;
    private int parentheses;
    private int blocks;
    /** How far the statement's first words go: CREATE [OR REPLACE] {FUNCTION | PROCEDURE}. */
    private boolean routineSoFar;

    private boolean routine;
    private boolean copy;
    private boolean fromClient;
    private Token previous;

    void add(Token token) {
        if (start < 0) {
            start = token.start();
        }
        end = token.end();
        if (token.is('(')) {
            parentheses++;
        } else if (token.is(')')) {
            parentheses = Math.max(0, parentheses - 1);
        } else if (token.kind() == Token.Kind.WORD) {
            firstWords(token);
            if (parentheses == 0) {
                block(token);
                fromClient |= copy && previous != null && previous.is("from") && token.isAny("stdin", "stdout");
            }
        }
        previous = token;
    }

    private void firstWords(Token word) {
        words++;
        if (words == 1 && previous == null) {
            routineSoFar = word.is("create");
            copy = word.is("copy");
        } else if (routineSoFar) {
            routine = word.isAny("function", "procedure");
            routineSoFar = words == 2 && word.is("or") || words == 3 && word.is("replace");
        }
    }

    /**
     * Follows psql's heuristic for SQL-standard bodies; unlike psql it wants ATOMIC behind the first BEGIN, so that a
     * function may be called {@code begin}, and leaves alone a label such as {@code AS end} or {@code t.end}.
     */
    private void block(Token word) {
        if (!routine || previous.is('.') || previous.is("as")) {
            return;
        }
        if (blocks == 0) {
            blocks = word.is("atomic") && previous.is("begin") ? 1 : 0;
        } else if (word.isAny("case", "begin")) {
            blocks++;
        } else if (word.is("end")) {
            blocks--;
        }
    }

    boolean atTopLevel() {
        return parentheses == 0 && blocks == 0;
    }

    /** {@return whether the client sends the rows: COPY ... FROM STDIN; the grammar takes STDOUT for the same} */
    boolean copiesFromClient() {
        return fromClient;
    }

    /** {@return the offset of the first token, or -1 before it} */
    int start() {
        return start;
    }

    /** {@return the offset behind the last token} */
    int end() {
        return end;
    }
}
