package dev.belay.generate;

import dev.belay.analysis.ScratchHistory;
import dev.belay.analysis.ScratchRequest;
import dev.belay.difference.SchemaState;
import dev.belay.generate.Generated.Loss;
import dev.belay.generate.PairTrial.Tried;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.PreparedScript;
import dev.belay.migrate.Refused;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.schema.ObjectId;
import dev.belay.schema.SchemaDiff;
import dev.belay.script.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the scripts that take the schema of a project's scripts to another, and tries them. */
public final class Generation {

    private static final String NONE_MADE = " No file was made.";

    private final Request request;
    private final ScratchHistory history;
    private final NewDatabase newDatabase;
    private final List<String> notes = new ArrayList<>();

    /**
     * What to make.
     *
     * @param scratch where
     * @param project its scripts
     * @param wanted the schema that there is to be
     * @param hints what has got another name; comments in files of SQL add to them
     * @param destructive whether scripts may lose what nobody can bring back
     * @param question is asked whether what could be a rename is one; says no where nobody is there to answer
     * @param names of the scripts
     */
    public record Request(
            ScratchRequest scratch,
            MigrationProject project,
            Wanted wanted,
            List<Hint> hints,
            boolean destructive,
            Predicate<Rename> question,
            Generated.Names names) {

        public Request {
            hints = List.copyOf(hints);
        }
    }

    private Generation(Request request) {
        this.request = request;
        this.history = new ScratchHistory(request.scratch(), request.project());
        this.newDatabase = new NewDatabase(request.scratch(), request.project());
    }

    /**
     * Makes them.
     *
     * @throws RefusalException when the wanted schema cannot be made, a hint names what is not there, or what is made does
     *     not stand the trial
     * @throws dev.belay.outcome.EnvironmentException when there is no scratch server, or a script of the project fails
     */
    public static Generated run(Request request) {
        return new Generation(request).run();
    }

    private Generated run() {
        SchemaState wanted = wanted();
        Compared compared = compared(wanted);
        SchemaDiff all = compared.all();
        if (compared.plan().isEmpty()) {
            return new Generated(
                    List.of(), List.of(), List.of(), List.of(), List.of(), !all.isEmpty(), compared.server(), notes);
        }
        Plan plan = compared.plan().get();
        List<Difference> statements = request.destructive() ? plan.statements() : separated(plan, wanted);
        List<Difference> kept = request.destructive() ? statements : without(statements);
        List<Loss> leftOut = request.destructive() ? List.of() : losses(statements);
        Optional<SchemaDiff> ofAll = leftOut.isEmpty() ? Optional.empty() : Optional.of(differenceOfAll(plan, wanted));
        Optional<Tried> tried = kept.isEmpty() ? Optional.empty() : Optional.of(tried(kept, leftOut, plan));
        SchemaDiff rest = ofAll.or(
                        () -> tried.map(each -> SchemaDiff.between(each.after().snapshot(), wanted.snapshot())))
                .orElse(all);
        requireNothingElse(rest, all, plan);
        tried.ifPresent(this::requireGood);
        return new Generated(
                tried.map(Tried::scripts).orElse(List.of()),
                plan.renames(),
                plan.candidates(),
                leftOut,
                rest.differences().stream()
                        .filter(difference -> !difference.isPlaceOnly())
                        .map(dev.belay.schema.Difference::words)
                        .toList(),
                rest.differences().stream().anyMatch(dev.belay.schema.Difference::isPlaceOnly),
                compared.server(),
                notes);
    }

    /**
     * What the scripts make, beside the wanted schema.
     *
     * @param server where both were made, for people
     * @param plan empty when there is nothing to write
     */
    private record Compared(String server, SchemaDiff all, Optional<Plan> plan) {}

    private Compared compared(SchemaState wanted) {
        try (Stage stage = stage()) {
            SchemaState before = stage.state();
            SchemaDiff all = SchemaDiff.between(before.snapshot(), wanted.snapshot());
            Optional<Plan> plan = Optional.empty();
            if (!all.isEmpty() && !all.isColumnOrderOnly()) {
                var maker = new Plan.Maker(stage.session(), wanted, newDatabase, request.question());
                plan = Optional.of(maker.make(before, hints()));
            }
            return new Compared(stage.database().server(), all, plan);
        }
    }

    private Stage stage() {
        return new Stage(history.complete(), request.scratch(), request.project());
    }

    private SchemaState wanted() {
        var database = new WantedDatabase(request.scratch(), request.project());
        WantedDatabase.Made made = request.wanted() instanceof Wanted.Sql sql
                ? database.of(sql)
                : new EntitySchema(request.scratch(), request.project()).of((Wanted.Entities) request.wanted());
        notes.addAll(made.notes());
        return made.state();
    }

    private List<Hint> hints() {
        Stream<Hint> ofFiles = request.wanted() instanceof Wanted.Sql sql
                ? sql.files().stream().flatMap(file -> Hint.in(file).stream())
                : Stream.empty();
        return Stream.concat(request.hints().stream(), ofFiles).toList();
    }

    private List<Difference> separated(Plan plan, SchemaState wanted) {
        if (plan.statements().stream().noneMatch(statement -> statement.loss().isPresent())) {
            return plan.statements();
        }
        try (Stage stage = stage()) {
            List<Difference> separated = Separation.of(plan.statements(), stage.session());
            return new Detours(plan.before().snapshot(), plan.current(), wanted.snapshot())
                    .without(separated, stage.session());
        }
    }

    private static List<Difference> without(List<Difference> statements) {
        return statements.stream()
                .filter(statement -> statement.loss().isEmpty())
                .toList();
    }

    private static List<Loss> losses(List<Difference> statements) {
        return statements.stream()
                .flatMap(statement -> statement.loss().stream().map(what -> new Loss(statement.sql(), what)))
                .toList();
    }

    /** What is left out is tried, too: whoever allows it later has to get there. */
    private SchemaDiff differenceOfAll(Plan plan, SchemaState wanted) {
        var scripts = new WrittenScripts(request.names(), List.of(), List.of());
        try (Stage stage = stage()) {
            for (PreparedScript script :
                    scripts.unchecked(SafeWay.plain(plan.statements(), plan.current(), plan.wanted()))) {
                Optional<Refused> refused = stage.scripts().run(script);
                if (refused.isPresent()) {
                    throw refusal(refused.get());
                }
            }
            return SchemaDiff.between(stage.state().snapshot(), wanted.snapshot());
        }
    }

    /** In the way that blocks nobody; where the server refuses that, in one transaction. */
    private Tried tried(List<Difference> kept, List<Loss> leftOut, Plan plan) {
        var scripts = new WrittenScripts(request.names(), leftOut, leftOut.isEmpty() ? List.of() : plan.candidates());
        var trial = new PairTrial(this::stage);
        List<Change> safe = SafeWay.of(kept, plan.current(), plan.wanted());
        List<Change> plain = SafeWay.plain(kept, plan.current(), plan.wanted());
        List<Tried> refused = new ArrayList<>();
        for (List<PreparedScript> way :
                List.of(scripts.of(safe), scripts.unchecked(safe), scripts.of(plain), scripts.unchecked(plain))) {
            boolean sameAsBefore = !makesFunctions(kept) && refused.size() % 2 == 1;
            Tried tried = sameAsBefore ? refused.get(refused.size() - 1) : trial.run(way);
            if (tried.refused().isEmpty()) {
                if (refused.size() > 1) {
                    notes.add("It is written in one transaction, which may block others for long: the way that blocks"
                            + " nobody is refused by the server ("
                            + refused.get(1).refused().get().what() + ").");
                }
                return tried;
            }
            refused.add(tried);
        }
        throw refusal(refused.get(refused.size() - 1).refused().get());
    }

    private static boolean makesFunctions(List<Difference> statements) {
        return statements.stream().anyMatch(statement -> statement.kind() instanceof StatementKind.CreateFunction);
    }

    private static RefusalException refusal(Refused refused) {
        return new RefusalException(Problem.of(
                        "The difference cannot be written: what was made of it is refused by the server: "
                                + refused.what() + NONE_MADE,
                        "Write this part by hand (mvn db:new), and generate the rest.")
                .withDetails(refused.details()));
    }

    /** What is as different as it was is not known to be written; anything else is a mistake of what was written. */
    private static void requireNothingElse(SchemaDiff rest, SchemaDiff all, Plan plan) {
        Set<ObjectId> known =
                all.differences().stream().map(dev.belay.schema.Difference::id).collect(Collectors.toSet());
        List<String> other = rest.differences().stream()
                .filter(difference -> !difference.isPlaceOnly() && !known.contains(difference.id()))
                .map(dev.belay.schema.Difference::words)
                .toList();
        if (!other.isEmpty() && plan.renames().isEmpty()) {
            throw new RefusalException(Problem.of(
                            "What was made of the difference does not lead to the wanted schema." + NONE_MADE,
                            "Write this part by hand (mvn db:new), and generate the rest.")
                    .withDetails(other));
        }
    }

    private void requireGood(Tried tried) {
        requireWayBack(tried);
        newDatabase.refusal(tried.scripts()).ifPresent(notes::add);
    }

    private static void requireWayBack(Tried tried) {
        for (Generated.Script script : tried.scripts()) {
            var trial = script.undo().trial();
            if (!trial.isGood()) {
                var details = new ArrayList<>(
                        trial.difference().map(SchemaDiff::lines).orElse(List.of()));
                trial.error().ifPresent(error -> details.add(error.message()));
                details.addAll(trial.lost());
                throw new RefusalException(Problem.of(
                                "The undo script of " + script.file().script() + " does not lead back ("
                                        + trial.verdict() + ")." + NONE_MADE,
                                "Write this part by hand (mvn db:new), and generate the rest.")
                        .withDetails(details));
            }
        }
    }
}
