package dev.belay.migrate;

import dev.belay.outcome.RunId;
import dev.belay.script.ScriptFile;
import dev.belay.script.Version;
import java.util.List;
import java.util.Optional;

/** Writes what {@link Ledger} would keep: the schema {@code belay}, the run, the texts of the scripts. */
final class LedgerText {

    private final PsqlFile file;
    private final PsqlSession session;
    private final Where where;
    private final RunId run;
    private final Optional<RunOrigin> origin;
    private boolean there;

    /**
     * @param where its user is the role of the ledger's session, in which no {@code initSql} runs
     * @param origin of the run; empty when it is not known
     * @param there whether the schema is there already
     */
    LedgerText(PsqlFile file, PsqlSession session, Where where, RunId run, Optional<RunOrigin> origin, boolean there) {
        this.file = file;
        this.session = session;
        this.where = where;
        this.run = run;
        this.origin = origin;
        this.there = there;
    }

    void started(String goal, Optional<Version> before) {
        inLedgerRole(() -> {
            ensure();
            file.statement(SqlText.bind(
                    RunJournal.STARTED,
                    run.value(),
                    goal,
                    where.historyTable(),
                    "psql, with a preview made by " + RunJournal.startedBy(),
                    before.map(Version::toString).orElse(null)));
            origin.ifPresent(from -> file.statement(SqlText.bind(
                    RunJournal.STARTED_FROM,
                    from.environment(),
                    from.gitCommit().orElse(null),
                    run.value())));
        });
    }

    void succeeded(Optional<Version> after) {
        inLedgerRole(() -> file.statement(SqlText.bind(
                RunJournal.FINISHED, "succeeded", after.map(Version::toString).orElse(null), run.value())));
    }

    /** Texts of scripts that have been applied before. */
    void keepApplied(List<ScriptFile> unknown) {
        if (!unknown.isEmpty()) {
            inLedgerRole(() -> {
                ensure();
                keep(unknown);
            });
        }
    }

    /** The text of what is being applied, in the session and transaction that applies it. */
    void keep(List<ScriptFile> files) {
        for (ScriptFile script : files) {
            String text = script.text();
            KeptScripts.Key key = KeptScripts.keyOf(script, text);
            file.statement(SqlText.bind(
                    KeptScripts.INSERT,
                    where.historyTable(),
                    key.type(),
                    key.version(),
                    key.checksum(),
                    script.name().description(),
                    script.script(),
                    text,
                    script.conf().orElse(null),
                    run.value()));
        }
    }

    private void ensure() {
        if (!there) {
            file.begin();
            file.line(BelaySchema.ddl().stripTrailing());
            file.commit();
            there = true;
        }
    }

    private void inLedgerRole(Runnable work) {
        file.blank();
        file.comment("what Belay keeps of this run");
        session.setRole(where.user());
        work.run();
        if (!session.role().equals(where.user())) {
            session.restoreRole();
        }
    }
}
