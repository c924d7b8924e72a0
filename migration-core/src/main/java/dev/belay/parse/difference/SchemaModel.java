package dev.belay.parse.difference;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.parse.Placeholders;
import dev.belay.parse.ScriptReader;
import dev.belay.script.Statement;
import java.io.IOException;
import java.sql.Connection;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.pgcodekeeper.core.Consts;
import org.pgcodekeeper.core.api.PgCodeKeeperApi;
import org.pgcodekeeper.core.ignorelist.IgnoreSchemaList;
import org.pgcodekeeper.core.loader.DatabaseLoader;
import org.pgcodekeeper.core.loader.LoaderFactory;
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
        try {
            DatabaseLoader loader = LoaderFactory.createJdbcLoader(
                    settings(false, false),
                    Consts.UTC,
                    new SessionSource(sessions),
                    new NullMonitor(),
                    new IgnoreSchemaList());
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
        try {
            String script = PgCodeKeeperApi.diff(settings(concurrently, notValid), database, wanted.database);
            return ScriptReader.read("difference", script, Placeholders.NONE).stream()
                    .filter(statement -> !SEARCH_PATH.matcher(statement.sql()).matches())
                    .toList();
        } catch (IOException e) {
            throw failure("the schemas cannot be compared: ", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static CoreSettings settings(boolean concurrently, boolean notValid) {
        var settings = new CoreSettings();
        settings.setIgnoreColumnOrder(true);
        settings.setKeepNewlines(true);
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
