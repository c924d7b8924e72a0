package dev.belay.trace;

import dev.belay.trace.model.LockMode;
import dev.belay.trace.model.Relation;

/**
 * A lock of the worker's.
 *
 * @param oid the relation's id
 * @param relation the relation
 * @param mode held, or waited for
 * @param file the relation's file node; 0 for none
 * @param granted false while it is waited for
 */
record LockRow(long oid, Relation relation, LockMode mode, long file, boolean granted) {

    /** Which lock it is, whoever asks. */
    record Key(long oid, LockMode mode) {}

    Key key() {
        return new Key(oid, mode);
    }
}
