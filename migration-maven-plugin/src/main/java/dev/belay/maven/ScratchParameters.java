package dev.belay.maven;

import dev.belay.analysis.ScratchRequest;
import dev.belay.analysis.ScratchRequest.Init;
import dev.belay.command.DatabaseRequest;
import dev.belay.migrate.MigrationProject;
import dev.belay.outcome.DidYouMean;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.PostgresUrl;
import dev.belay.server.BelayHome;
import dev.belay.server.BinariesSource;
import dev.belay.server.ContainerScratch;
import dev.belay.server.EmbeddedScratch;
import dev.belay.server.ScratchPlace;
import dev.belay.server.ScratchServer;
import dev.belay.server.TargetSchema;
import dev.belay.server.UrlScratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The parameters of the scratch server.
 *
 * @param scratch {@code db.scratch}; may hold a password
 * @param from {@code db.scratch.from}
 * @param init {@code db.scratch.init}
 * @param superuser {@code db.scratch.superuser}
 * @param timeout {@code db.scratch.timeout}
 */
record ScratchParameters(String scratch, String from, Optional<String> init, boolean superuser, String timeout) {

    private static final String EMBEDDED = "embedded";
    private static final String NONE = "none";
    private static final String HISTORY = "history";
    private static final String TARGET = "target";

    /**
     * {@return the same, for a goal that compares the target with what the scripts make}
     *
     * @throws RefusalException when it would be compared with itself
     */
    ScratchParameters ofScripts() {
        if (from.equalsIgnoreCase(TARGET)) {
            throw new RefusalException(Problem.of(
                    "db.scratch.from is target: the database would be compared with itself.",
                    "Leave out db.scratch.from."));
        }
        return this;
    }

    /**
     * {@return where scripts are tried; empty for nowhere}
     *
     * @param major of an embedded server
     * @param target the database that is named, if one is
     */
    Optional<ScratchRequest> request(
            Goal goal,
            int major,
            MigrationProject project,
            Optional<DatabaseRequest> target,
            BinariesSource binaries,
            Progress progress) {
        if (scratch.equalsIgnoreCase(NONE)) {
            return Optional.empty();
        }
        Duration limit = Amounts.statementTime("db.scratch.timeout", timeout);
        Optional<Init> base = base(project, target, progress);
        return Optional.of(new ScratchRequest(
                server(major, target, binaries, progress),
                EmbeddedName.of(goal).database(),
                superuser,
                base.or(() -> init.map(file -> read(goal, file))),
                base.isEmpty(),
                limit));
    }

    private Supplier<ScratchServer> server(
            int major, Optional<DatabaseRequest> target, BinariesSource binaries, Progress progress) {
        if (scratch.equalsIgnoreCase(EMBEDDED)) {
            return () -> new EmbeddedScratch(major, binaries, BelayHome.detect(Optional.empty()), progress);
        }
        if (scratch.contains("://") || scratch.startsWith("jdbc:")) {
            ConnectionSettings settings = PostgresUrl.parse(scratch, "db.scratch");
            target.ifPresent(it -> ScratchPlace.requireApart(settings, it.connection(), it.environment()));
            return () -> UrlScratch.connect(settings, progress);
        }
        Optional<String> meant = DidYouMean.of(scratch, List.of(EMBEDDED, NONE));
        if (!ContainerScratch.isImage(scratch) || meant.isPresent() && !scratch.contains(":")) {
            throw new RefusalException(Problem.of(
                    "db.scratch is neither " + EMBEDDED + " nor " + NONE + ", nor a URL, nor a container image.",
                    meant.map(word -> "Did you mean " + word + "?")
                            .orElse("Give one of them, such as postgres:17 for an image.")));
        }
        return () -> ContainerScratch.start(scratch, progress);
    }

    /** The schema that the target has, with the rows of its history. */
    private Optional<Init> base(MigrationProject project, Optional<DatabaseRequest> target, Progress progress) {
        if (from.equalsIgnoreCase(HISTORY)) {
            return Optional.empty();
        }
        if (!from.equalsIgnoreCase(TARGET) || target.isEmpty()) {
            throw new RefusalException(Problem.of(
                    from.equalsIgnoreCase(TARGET)
                            ? "db.scratch.from is target, and no target is named."
                            : "db.scratch.from is neither " + HISTORY + " nor " + TARGET + ".",
                    from.equalsIgnoreCase(TARGET) ? "Name it with db.url." : "Give one of them."));
        }
        TargetSchema schema = TargetSchema.read(
                target.get().connection(),
                Optional.empty(),
                new TargetSchema.Table(project.defaultSchema(), project.historyTableName()),
                TargetSchema.Use.SCRATCH,
                progress);
        return Optional.of(new Init(schema.name(), schema.sql()));
    }

    private static Init read(Goal goal, String file) {
        Path path = goal.baseDirectory().resolve(file);
        try {
            return new Init(file, Files.readString(path));
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of("db.scratch.init cannot be read: " + path, "Name a file of SQL in UTF-8."), e);
        }
    }
}
