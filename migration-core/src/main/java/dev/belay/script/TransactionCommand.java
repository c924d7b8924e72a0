package dev.belay.script;

/** What a statement does to a transaction. BEGIN is START TRANSACTION, too; COMMIT is END; ROLLBACK is ABORT. */
public enum TransactionCommand {
    BEGIN,
    COMMIT,
    ROLLBACK,
    SAVEPOINT,
    RELEASE_SAVEPOINT,
    ROLLBACK_TO_SAVEPOINT,
    PREPARE_TRANSACTION,
    COMMIT_PREPARED,
    ROLLBACK_PREPARED
}
