package dev.belay.parse;

import dev.belay.script.TableAction;

/** Reads the actions of ALTER TABLE that their words tell surely. */
final class ActionReader {

    private ActionReader() {}

    /** {@return the action; {@link TableAction.Other} for what no rule asks about} */
    static TableAction read(String text) {
        var cursor = new TokenCursor(text);
        if (cursor.accept("set", "logged")) {
            return new TableAction.SetLogged(true);
        }
        if (cursor.accept("set", "unlogged")) {
            return new TableAction.SetLogged(false);
        }
        if (cursor.accept("set", "tablespace") || cursor.accept("set", "access", "method")) {
            return new TableAction.MoveRows(text);
        }
        if (cursor.accept("replica", "identity")) {
            return new TableAction.ReplicaIdentity();
        }
        boolean off = cursor.accept("no") || cursor.accept("disable");
        cursor.acceptAny("enable", "force");
        return cursor.accept("row", "level", "security")
                ? new TableAction.RowSecurity(!off)
                : new TableAction.Other(text);
    }
}
