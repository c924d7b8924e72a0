package dev.belay.command;

import dev.belay.command.CheckRequest.PendingOnTarget;
import dev.belay.finding.Finding;
import dev.belay.migrate.PreviewGoal;
import dev.belay.migrate.PreviewPlan;
import dev.belay.migrate.RunOrigin;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.Direction;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.PreviewOutcome;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RehearsalFigures;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.schema.ObjectHashes;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.script.Version;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Goal {@code preview}: writes the SQL that an upgrade or a downgrade would run, for psql. The database is only read, and
 * nobody is kept from it.
 */
public final class Preview {

    private Preview() {}

    /**
     * @param database the database
     * @param goal an upgrade or a downgrade, and how far
     * @param file where to write the SQL; replaced if it exists, its folder created
     * @param check says what is dangerous about the scripts; empty for not asking
     * @param rehearsal how the scripts are rehearsed; empty for not at all
     */
    public record Request(
            DatabaseRequest database,
            PreviewGoal goal,
            Path file,
            Optional<Safeguards.CheckMaker> check,
            Optional<Safeguards> rehearsal) {

        /** Without a check and a rehearsal. */
        public Request(DatabaseRequest database, PreviewGoal goal, Path file) {
            this(database, goal, file, Optional.empty(), Optional.empty());
        }
    }

    /**
     * Writes the file, all of it or nothing, readable by its owner only: it holds the values of placeholders.
     *
     * @throws dev.belay.outcome.RefusalException when the goal itself would be refused before it starts
     * @throws dev.belay.outcome.EnvironmentException when the database cannot be reached or the file not be written
     */
    public static PreviewOutcome run(Request request) {
        request.database().project().requireSound();
        boolean up = request.goal() instanceof PreviewGoal.Up;
        try (var database = OpenDatabase.forReading(request.database())) {
            // psql writes what the goal would write
            database.migrations()
                    .record()
                    .from(new RunOrigin(request.database().environment().toString(), Optional.empty()));
            PreviewPlan plan = PrivateFile.write(
                    request.file(), out -> database.migrations().preview(request.goal(), database.target(), out));
            var warnings = new ArrayList<>(plan.warnings());
            boolean something = !plan.steps().isEmpty();
            List<Finding> findings = something ? findings(request, database, plan, warnings) : List.of();
            Optional<RehearsalFigures> figures =
                    something ? rehearsed(request, database, plan, warnings) : Optional.empty();
            SchemaSnapshot schema = schema(request, database);
            return new PreviewOutcome(
                    PreviewOutcome.FORMAT_VERSION,
                    database.target(),
                    up ? Direction.UP : Direction.DOWN,
                    request.file(),
                    plan.before().map(Version::toString),
                    plan.after().map(Version::toString),
                    plan.steps(),
                    plan.inputs(),
                    warnings,
                    Optional.of(schema.fingerprint()),
                    ObjectHashes.of(schema).byType(),
                    findings,
                    figures);
        }
    }

    /** A plan is no worse for a scratch server that does not start; it says so. */
    private static List<Finding> findings(
            Request request, OpenDatabase database, PreviewPlan plan, List<String> warnings) {
        if (request.check().isEmpty()) {
            return List.of();
        }
        try {
            PendingOnTarget pending = PendingOnTarget.of(database, plan);
            CheckRequest asked =
                    request.check().get().of(pending, database.major(), TargetFacts.read(request.database(), false));
            return request.goal() instanceof PreviewGoal.Down down
                    ? DownPreview.of(request.database(), database, down).findings(asked, warnings)
                    : Check.run(asked).findings();
        } catch (BelayException e) {
            warnings.add("the scripts were not checked: " + e.problem().what());
            return List.of();
        }
    }

    private static Optional<RehearsalFigures> rehearsed(
            Request request, OpenDatabase database, PreviewPlan plan, List<String> warnings) {
        if (request.rehearsal().isEmpty()) {
            return Optional.empty();
        }
        Safeguards guards = request.rehearsal().get();
        return new PlanRehearsal(guards, request.database())
                .of(
                        plan,
                        database,
                        request.goal() instanceof PreviewGoal.Down down
                                ? DownPreview.of(request.database(), database, down)
                                        .rehearsal(guards, warnings)
                                : new RehearsalStep(
                                                guards,
                                                new RunSteps(request.database().progress()),
                                                request.database())
                                        .rehearsal(plan, database),
                        warnings);
    }

    private static SchemaSnapshot schema(Request request, OpenDatabase database) {
        var sessions = new Sessions(request.database().progress());
        try (Connection eyes = sessions.open(request.database().connection(), database.run(), SessionRole.READ)) {
            return Before.schemaNow(eyes, database);
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of(
                            "the server does not answer: " + e.getMessage(),
                            "check the server, then run the goal again"),
                    e);
        }
    }
}
