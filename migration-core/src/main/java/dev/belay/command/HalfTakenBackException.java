package dev.belay.command;

import dev.belay.migrate.RunRecord;
import dev.belay.script.ScriptFile;
import java.util.List;
import java.util.stream.Collectors;

/** What is asked for was run by an upgrade that was killed between the undo scripts of its way back. */
final class HalfTakenBackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient RunRecord.HalfBack left;

    /** @param applied what is still applied of it */
    HalfTakenBackException(RunRecord.HalfBack left, List<ScriptFile> applied) {
        super("run " + left.run() + " ran these scripts and was killed while it took them back; of them "
                + applied.stream().map(ScriptFile::script).collect(Collectors.joining(", ")) + " was still applied");
        this.left = left;
    }

    RunRecord.HalfBack left() {
        return left;
    }
}
