package dev.belay.backup;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.postgres.snapshot.PrintedForm;
import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.schema.Difference;
import dev.belay.schema.ObjectId;
import dev.belay.schema.SchemaDiff;
import dev.belay.schema.SchemaObject;
import dev.belay.schema.SchemaSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the schema of a restored database, owners and privileges included, compares with the one that was backed up.
 *
 * @param wrong what should be the same
 * @param unavoidable what a backup cannot bring back: to be said, and no reason to do without the rest
 * @param objects how many were compared
 * @param sameMajor whether both are of the same major version of the server: each prints definitions in its own way, and
 *     knows kinds of objects and privileges that an earlier one does not, so that nothing is {@code wrong} for certain
 */
public record RestoredSchema(SchemaDiff wrong, SchemaDiff unavoidable, int objects, boolean sameMajor) {

    /** What is said of another object. */
    private static final Set<String> OF_ANOTHER =
            Set.of("owner", "privileges", "default privileges", "comment", "security label");

    private static final Set<String> WITH_ROW_TYPE =
            Set.of("table", "foreign table", "view", "materialized view", "sequence");

    /**
     * {@return how they compare; empty for a backup of a version of the plugin that did not record the schema}
     *
     * @param backup as it was read, not damaged
     * @param key of an encrypted one
     * @param restored what was made of it
     * @param run whose session it is
     * @throws EnvironmentException when the restored database does not answer
     */
    public static Optional<RestoredSchema> of(
            Backup backup, Optional<BackupKey> key, Restored restored, RunId run, Progress progress) {
        Optional<SchemaSnapshot> then = new Backups().schema(backup, key);
        if (then.isEmpty()) {
            return Optional.empty();
        }
        try (Connection connection = new Sessions(progress).open(restored.settings(), run, SessionRole.READ)) {
            String major = backup.manifest().serverVersion().split("\\D", 2)[0];
            boolean same =
                    major.equals(Integer.toString(connection.getMetaData().getDatabaseMajorVersion()));
            return Optional.of(between(then.get(), SnapshotReader.read(connection, Set.of()), same));
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of("the restored database does not answer: " + e.getMessage(), "check the server"), e);
        }
    }

    /**
     * Compares.
     *
     * @param then as it was backed up
     * @param now as it is in the restored database
     * @param sameMajor whether both are of the same major version of the server
     */
    static RestoredSchema between(SchemaSnapshot then, SchemaSnapshot now, boolean sameMajor) {
        List<Difference> wrong = new ArrayList<>();
        List<Difference> unavoidable = new ArrayList<>();
        for (Difference each : SchemaDiff.between(then, now).differences()) {
            (sameMajor && !isUnavoidable(each, then) ? wrong : unavoidable).add(each);
        }
        return new RestoredSchema(
                new SchemaDiff(wrong),
                new SchemaDiff(unavoidable),
                then.objects().size(),
                sameMajor);
    }

    private static boolean isUnavoidable(Difference each, SchemaSnapshot then) {
        return isOfInvalidIndex(each, then)
                || isOfRowType(each.id(), then)
                || isOfSubscription(each.id())
                || isUnreadMapping(each)
                || isPlaceInChild(each, then)
                || each.isTablespaceOnly() // of a server that has another; where it is the same, nothing differs
                || isUndecided(each);
    }

    /** pg_dump leaves out what a failed CREATE INDEX CONCURRENTLY has left (getIndexes); nobody reads such an index. */
    private static boolean isOfInvalidIndex(Difference each, SchemaSnapshot then) {
        String identity = each.id().identity();
        ObjectId index = switch (each.id().type()) {
            case "index" -> each.id();
            case "comment" -> new ObjectId("index", identity.substring(identity.indexOf(' ') + 1));
            default -> null;
        };
        SchemaObject was = index == null ? null : then.objects().get(index);
        return each.after().isEmpty() && was != null && was.definition().lines().anyMatch("not valid"::equals);
    }

    /** pg_dump forgets the privileges on the row type of a table: dumpTable has those of the table only. */
    private static boolean isOfRowType(ObjectId id, SchemaSnapshot then) {
        int on = id.identity().indexOf(" on type ");
        if (!id.type().equals("privileges") || on < 0) {
            return false;
        }
        String name = id.identity().substring(on + " on type ".length());
        return WITH_ROW_TYPE.stream().anyMatch(type -> then.objects().containsKey(new ObjectId(type, name)));
    }

    /** They belong to one database, and only a superuser may dump them (getSubscriptions); they come back disabled. */
    private static boolean isOfSubscription(ObjectId id) {
        return id.type().equals("subscription")
                || OF_ANOTHER.contains(id.type()) && id.identity().startsWith("subscription ");
    }

    /** Whoever may not read the options of a user mapping sees none (pg_user_mappings). */
    private static boolean isUnreadMapping(Difference each) {
        return each.id().type().equals("user mapping")
                && each.before().isPresent()
                && each.after().isPresent()
                && (each.before().get().definition().isEmpty()
                        || each.after().get().definition().isEmpty());
    }

    /** CREATE TABLE ... INHERITS puts the parent's columns first, also those that the parent was given later. */
    private static boolean isPlaceInChild(Difference each, SchemaSnapshot then) {
        String column = each.id().identity();
        if (!each.id().type().equals("column") || !each.isPlaceOnly()) {
            return false;
        }
        SchemaObject table = then.objects().get(new ObjectId("table", column.substring(0, column.lastIndexOf('.'))));
        return table != null && table.definition().lines().anyMatch(line -> line.startsWith("inherits "));
    }

    /**
     * {@return whether all that differs is an array that behind a dump is printed in another way, which does not show whether
     * it is the same, since its elements may be arrays}
     */
    public static boolean isUndecided(Difference each) {
        return each.before().isPresent()
                && each.after().isPresent()
                && each.before().get().place() == each.after().get().place()
                && PrintedForm.mayBecome(
                        each.id().type(),
                        each.before().get().definition(),
                        each.after().get().definition());
    }
}
