package dev.belay.server;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.ServerFacts;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.postgres.WritablePrimary;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Scratch databases on a server that somebody has named, and that others may use too.
 *
 * <p>The database in the URL is only connected to; what is made beside it is
 *
 * <ul>
 *   <li>{@code belay_filled_<digest>}, one for each content, to which nobody can connect: the last twelve, for 30 days
 *       after their last use;
 *   <li>{@code belay_check_<time>_<run>}, a copy for each opening, dropped when it is closed;
 *   <li>the role {@code belay_scratch} without login, which owns all of them, and for each opening a login role that is
 *       its member and becomes it at once. For scripts that shall run as a superuser it is {@code belay_superuser}.
 * </ul>
 *
 * What a killed build leaves is dropped by the next one that comes an hour later. Where the URL's role may not create
 * roles, scripts run as that role itself, and can do what it can.
 *
 * <p>Two things differ from an embedded server. {@link ScratchContent#database} is not the database's name, as several
 * builds cannot have one of the same name: scripts that ask {@code current_database()} see another, and
 * {@code ALTER DATABASE} with the name written out fails. And scripts may not create roles, which belong to the whole
 * server; those that they grant to have to be there, or be made by what the database begins with, and then stay.
 */
public final class UrlScratch implements ScratchServer {

    private static final String DEFAULT_DATABASE = "postgres";
    private static final String UNDEFINED_DATABASE = "3D000";

    private final ConnectionSettings maintenance;
    private final ServerFacts facts;
    private final String label;
    private final boolean exclusive;
    private final Progress progress;

    private UrlScratch(
            ConnectionSettings maintenance, ServerFacts facts, String label, boolean exclusive, Progress progress) {
        this.maintenance = maintenance;
        this.facts = facts;
        this.label = label;
        this.exclusive = exclusive;
        this.progress = progress;
    }

    /**
     * Looks at a server, and changes nothing.
     *
     * @param settings with a role that may create databases; its database is used for that only, {@code postgres} when it
     *     names none
     * @param progress hears of waits and of what could not be dropped
     * @throws dev.belay.outcome.RefusalException when it is a standby, read-only, too old, or a pooler in transaction mode
     * @throws dev.belay.outcome.EnvironmentException when it cannot be reached
     */
    public static UrlScratch connect(ConnectionSettings settings, Progress progress) {
        ConnectionSettings maintenance =
                settings.database().isPresent() ? settings : settings.withDatabase(DEFAULT_DATABASE);
        return new UrlScratch(maintenance, look(maintenance, progress), "at " + settings.server(), false, progress);
    }

    /** As {@link #connect}, for a server that is this run's alone: from 16 on, scripts may create roles there. */
    static UrlScratch exclusive(ConnectionSettings settings, String label, Progress progress) {
        return new UrlScratch(settings, look(settings, progress), label, true, progress);
    }

    private static ServerFacts look(ConnectionSettings settings, Progress progress) {
        Sessions sessions = new Sessions(progress);
        RunId run = RunId.random();
        try (Connection connection = sessions.open(settings, run, SessionRole.READ)) {
            ServerFacts facts = ServerFacts.read(connection).requireSupported();
            WritablePrimary.require(
                    facts, settings, connection, () -> sessions.open(settings, run, SessionRole.READ), "db.scratch");
            return facts;
        } catch (SQLException e) {
            throw Maintenance.failure(settings, e);
        }
    }

    @Override
    public int major() {
        return facts.major();
    }

    @Override
    public CopyHost host() {
        return new CopyHost(
                maintenance, "PostgreSQL " + facts.version() + " " + label, facts.major(), exclusive, () -> {});
    }

    @Override
    public ScratchDatabase open(ScratchContent content) {
        Maintenance session = Maintenance.open(maintenance, RunId.random(), progress);
        try {
            SharedDatabase database = open(session, content);
            return new ScratchDatabase(
                    database.access(), "PostgreSQL " + facts.version() + " " + label, facts.major(), () -> {
                        try (session) {
                            database.drop();
                        }
                    });
        } catch (SQLException e) {
            session.close();
            throw Maintenance.failure(maintenance, e);
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private SharedDatabase open(Maintenance session, ScratchContent content) throws SQLException {
        ScratchOwner owner = ScratchOwner.require(session, content.superuser(), exclusive);
        new ScratchSweep(session).run();
        List<String> now = session.ask("SELECT extract(epoch FROM now())::bigint");
        ScratchName name = new ScratchName(Instant.ofEpochSecond(Long.parseLong(now.get(0))), session.run());
        FilledDatabases filled = new FilledDatabases(session, owner, name);
        try {
            return SharedDatabase.copy(session, owner, name, filled.get(content));
        } catch (SQLException e) {
            if (!UNDEFINED_DATABASE.equals(e.getSQLState())) {
                throw e;
            }
            // somebody dropped it just now
            return SharedDatabase.copy(session, owner, name, filled.get(content));
        }
    }
}
