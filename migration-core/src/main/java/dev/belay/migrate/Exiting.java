package dev.belay.migrate;

/** Whether this JVM is being ended, as by Ctrl-C. */
final class Exiting {

    private Exiting() {}

    static boolean isUnderWay() {
        try {
            // refused during an exit, and without effect before (Runtime.removeShutdownHook)
            Runtime.getRuntime().removeShutdownHook(new Thread());
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
