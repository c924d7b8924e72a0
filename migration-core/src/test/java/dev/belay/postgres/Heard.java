package dev.belay.postgres;

import dev.belay.outcome.Progress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a run says, and can do something when the first line comes. */
final class Heard implements Progress {

    /** What may fail. */
    interface Action {
        void run() throws Exception;
    }

    final List<String> infos = new CopyOnWriteArrayList<>();
    final List<String> warnings = new CopyOnWriteArrayList<>();
    final List<String> details = new CopyOnWriteArrayList<>();
    private final Action onInfo;

    Heard() {
        this(() -> {});
    }

    Heard(Action onInfo) {
        this.onInfo = onInfo;
    }

    @Override
    public void info(String line) {
        infos.add(line);
        try {
            onInfo.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void warn(String line) {
        warnings.add(line);
    }

    @Override
    public void detail(String line) {
        details.add(line);
    }
}
