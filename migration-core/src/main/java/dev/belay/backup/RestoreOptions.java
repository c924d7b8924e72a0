package dev.belay.backup;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.server.ClientSource;
import java.util.Optional;

/**
 * How a backup is restored.
 *
 * @param run whose restore it is; the new database bears its name in its comment
 * @param withoutSubscriptionsAndPublications a copy must not take the original's changes, nor give its own
 * @param withoutOwners everything belongs to the role that restores; what is granted stays granted
 * @param createMissingRoles makes the roles that the server has not, without login; for scratch servers only
 * @param client where {@code pg_restore} comes from, when somebody named it
 * @param key of an encrypted backup
 * @param progress hears each object as its details
 */
public record RestoreOptions(
        RunId run,
        boolean withoutSubscriptionsAndPublications,
        boolean withoutOwners,
        boolean createMissingRoles,
        Optional<ClientSource> client,
        Optional<BackupKey> key,
        Progress progress) {

    /** All as it was, to take the place of the original. */
    public static RestoreOptions complete(RunId run) {
        return new RestoreOptions(run, false, false, false, Optional.empty(), Optional.empty(), Progress.SILENT);
    }

    /** A copy on a scratch server, with owners, on which scripts are tried. */
    public static RestoreOptions rehearsal(RunId run) {
        return new RestoreOptions(run, true, false, true, Optional.empty(), Optional.empty(), Progress.SILENT);
    }

    /** {@return whether the new database is to take the place of the original, so that it has to sort as that did} */
    boolean takesTheOriginalsPlace() {
        return !withoutSubscriptionsAndPublications;
    }

    /** The same with programs from elsewhere. */
    public RestoreOptions withClient(Optional<ClientSource> source) {
        return new RestoreOptions(
                run, withoutSubscriptionsAndPublications, withoutOwners, createMissingRoles, source, key, progress);
    }

    /** The same with a key. */
    public RestoreOptions withKey(Optional<BackupKey> newKey) {
        return new RestoreOptions(
                run, withoutSubscriptionsAndPublications, withoutOwners, createMissingRoles, client, newKey, progress);
    }

    /** The same, heard by somebody. */
    public RestoreOptions withProgress(Progress listener) {
        return new RestoreOptions(
                run, withoutSubscriptionsAndPublications, withoutOwners, createMissingRoles, client, key, listener);
    }
}
