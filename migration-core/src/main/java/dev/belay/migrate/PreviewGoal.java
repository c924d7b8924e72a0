package dev.belay.migrate;

/** What a preview shows. */
public sealed interface PreviewGoal {

    /** An upgrade. */
    record Up(UpTarget target) implements PreviewGoal {}

    /** A downgrade. */
    record Down(DownTarget target) implements PreviewGoal {}
}
