package dev.belay.parse.difference;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.parse.Placeholders;
import dev.belay.parse.ScriptReader;
import dev.belay.script.Statement;
import java.io.IOException;
import java.sql.Connection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.pgcodekeeper.core.Consts;
import org.pgcodekeeper.core.PgDiff;
import org.pgcodekeeper.core.ignorelist.IgnoreList;
import org.pgcodekeeper.core.ignorelist.IgnoreSchemaList;
import org.pgcodekeeper.core.ignorelist.IgnoredObject;
import org.pgcodekeeper.core.loader.DatabaseLoader;
import org.pgcodekeeper.core.loader.LoaderFactory;
import org.pgcodekeeper.core.model.difftree.DbObjType;
import org.pgcodekeeper.core.model.difftree.DiffTree;
import org.pgcodekeeper.core.model.difftree.TreeElement;
import org.pgcodekeeper.core.monitor.NullMonitor;
import org.pgcodekeeper.core.schema.AbstractDatabase;
import org.pgcodekeeper.core.settings.CoreSettings;

/**
 * A schema as pgCodeKeeper sees it. It does not see all: what it makes of two schemas has to be tried, and the result
 * compared by a snapshot.
 */
public final class SchemaModel {

    /** It would hide the project's own schemas from functions, and the names that it prints are qualified anyway. */
    private static final Pattern SEARCH_PATH = Pattern.compile("(?i)SET\\s+search_path\\s*=\\s*pg_catalog");

    private static final String OBSERVERS = "^belay_trace_";

    private final AbstractDatabase database;

    private SchemaModel(AbstractDatabase database) {
        this.database = database;
    }

    /**
     * Reads what is committed.
     *
     * @param sessions opens a session, which is closed here
     * @throws EnvironmentException when the server does not answer, or it holds what pgCodeKeeper cannot read
     */
    public static SchemaModel read(Supplier<Connection> sessions) {
        return read(sessions, Set.of());
    }

    /**
     * Reads what is committed, but for some schemas.
     *
     * @param sessions opens a session, which is closed here
     * @param withoutSchemas their names, not quoted
     * @throws EnvironmentException when the server does not answer, or it holds what pgCodeKeeper cannot read
     */
    public static SchemaModel read(Supplier<Connection> sessions, Set<String> withoutSchemas) {
        var schemas = new IgnoreSchemaList();
        withoutSchemas.forEach(name -> schemas.add(new IgnoredObject(name, false, true, false, Set.of())));
        try {
            DatabaseLoader loader = LoaderFactory.createJdbcLoader(
                    settings(false, false), Consts.UTC, new SessionSource(sessions), new NullMonitor(), schemas);
            AbstractDatabase database = loader.loadAndAnalyze();
            return new SchemaModel(database);
        } catch (IOException e) {
            throw failure("the schema of the scratch database cannot be read: ", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * {@return the statements that take this schema to another, in order; names in them are qualified} Columns are not
     * moved to their places, so that no table is made anew for that.
     *
     * @param concurrently whether indexes are made and dropped CONCURRENTLY
     * @param notValid whether constraints are added NOT VALID and validated afterwards
     */
    public List<Statement> changesTo(SchemaModel wanted, boolean concurrently, boolean notValid) {
        return changesTo(wanted, concurrently, notValid, new IgnoreList());
    }

    /**
     * {@return the same without what belongs to some tables}
     *
     * @param withoutTables qualified and not quoted
     */
    public List<Statement> changesTo(
            SchemaModel wanted, boolean concurrently, boolean notValid, Set<String> withoutTables) {
        var ignored = new IgnoreList();
        ignore(withoutTables, ignored);
        return changesTo(wanted, concurrently, notValid, ignored);
    }

    private static void ignore(Set<String> tables, IgnoreList ignored) {
        tables.forEach(table -> ignored.add(new IgnoredObject(table, false, true, true, EnumSet.of(DbObjType.TABLE))));
    }

    /**
     * {@return the same, with indexes made CONCURRENTLY and constraints added NOT VALID, without the schema public itself
     * and without what observes a scratch database}
     *
     * @param withoutTables qualified and not quoted: what belongs to them is left out, too
     * @param withoutTypes qualified and not quoted
     */
    public List<Statement> changesTo(SchemaModel wanted, Set<String> withoutTables, Set<String> withoutTypes) {
        var ignored = new IgnoreList();
        ignored.add(new IgnoredObject(Consts.PUBLIC, false, false, false, EnumSet.of(DbObjType.SCHEMA)));
        ignored.add(new IgnoredObject(OBSERVERS, true, true, false, EnumSet.of(DbObjType.EVENT_TRIGGER)));
        ignore(withoutTables, ignored);
        withoutTypes.forEach(
                type -> ignored.add(new IgnoredObject(type, false, true, true, EnumSet.of(DbObjType.TYPE))));
        return changesTo(wanted, true, true, ignored);
    }

    private List<Statement> changesTo(SchemaModel wanted, boolean concurrently, boolean notValid, IgnoreList ignored) {
        CoreSettings settings = settings(concurrently, notValid);
        try (Collations named = Collations.named(database, wanted.database)) {
            TreeElement root = DiffTree.create(settings, database, wanted.database);
            root.setAllChecked();
            String script = new PgDiff(settings).diff(root, database, wanted.database, null, null, ignored);
            return ScriptReader.read("difference", script, Placeholders.NONE).stream()
                    .filter(statement -> !SEARCH_PATH.matcher(statement.sql()).matches())
                    .toList();
        } catch (IOException e) {
            throw failure("the schemas cannot be compared: ", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Gives a role another name in it; neither is quoted. */
    public void renameRole(String from, String to) {
        Roles.rename(database, from, to);
    }

    private static CoreSettings settings(boolean concurrently, boolean notValid) {
        var settings = new CoreSettings();
        settings.setIgnoreColumnOrder(true);
        // line ends of functions and comments are those of the files that they came from
        settings.setKeepNewlines(false);
        settings.setPrintUsing(true);
        settings.setConcurrentlyMode(concurrently);
        settings.setGenerateConstraintNotValid(notValid);
        return settings;
    }

    private static EnvironmentException failure(String what, Exception cause) {
        return new EnvironmentException(
                Problem.of(what + cause.getMessage(), "run the goal again; write the script by hand if it stays so"),
                cause);
    }

    private static EnvironmentException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return failure("interrupted: ", cause);
    }
}
