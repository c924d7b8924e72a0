package dev.belay.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of repeatable scripts when versions are taken back: each is to be as it was before the first of them.
 *
 * @param present all of them as they are now, where the text is known
 * @param former those that were applied anew since, or whose objects were dropped, as they were before
 * @param standing those that stay as they are; made again when an undo script drops what they made
 * @param unknown those to put back whose text was not kept, as the history names them
 * @param lost those that stay as they are, and whose text was not kept
 * @param staying those applied for the first time since: nothing takes them back
 */
record RepeatablesBack(
        List<AppliedRepeatable> present,
        List<AppliedRepeatable> former,
        List<AppliedRepeatable> standing,
        List<String> unknown,
        List<String> lost,
        List<String> staying) {

    private RepeatablesBack() {
        this(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    /**
     * Looks at the history.
     *
     * @param since the rank of the first row that is going to be taken back; {@link Integer#MAX_VALUE} for none
     */
    static RepeatablesBack of(RepeatableRows rows, int since, RepeatableTexts texts) {
        var back = new RepeatablesBack();
        rows.all().forEach(own -> back.add(own, Math.min(since, rows.since(own)), texts));
        return back;
    }

    private void add(RepeatableRows.Own own, int since, RepeatableTexts texts) {
        Optional<AppliedRepeatable> now = texts.of(own.last());
        if (!own.dropped()) {
            now.ifPresent(present::add);
        }
        var then = own.before(since);
        if (then.isEmpty()) {
            if (!own.dropped()) {
                staying.add(own.last().getScript());
            }
            return;
        }
        boolean same = !own.dropped()
                && Objects.equals(then.get().getChecksum(), own.last().getChecksum());
        texts.of(then.get())
                .ifPresentOrElse(
                        text -> (same ? standing : former).add(text),
                        () -> (same ? lost : unknown).add(own.last().getScript()));
    }

    /** {@return those that made something of what is gone} */
    List<AppliedRepeatable> naming(Set<String> gone) {
        var names = DroppableObjects.naming(gone);
        return present.stream().filter(each -> names.test(each.text().text())).toList();
    }

    /**
     * {@return what people should know of it}
     *
     * @param dropped those whose objects undo scripts have dropped, as the history names them
     */
    List<String> warnings(List<String> dropped) {
        var warnings = new ArrayList<String>();
        unknown.forEach(script -> warnings.add(script + " has been applied anew since, and the text before that is not"
                + " kept in belay.script (plain Flyway applied it, or its placeholders had other values): it stays as it"
                + " is. If that does not go with the version, apply its former text by hand."));
        staying.stream()
                .filter(script -> !dropped.contains(script))
                .forEach(script -> warnings.add(script + " was applied for the first time since: it stays, as no undo"
                        + " script takes a repeatable one back."));
        return warnings;
    }
}
