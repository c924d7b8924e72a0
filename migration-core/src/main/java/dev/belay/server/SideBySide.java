package dev.belay.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Works on many small files on a few threads of its own. A parallel stream would not do: a caller in a fork/join pool
 * runs that pool's other tasks while it waits, whatever locks it holds.
 */
final class SideBySide {

    private static final int THREADS = 4;

    /** Work on one item. */
    @FunctionalInterface
    interface Work<T> {
        void on(T item) throws IOException;
    }

    private SideBySide() {}

    /** Does the work on all items, in no particular order; throws what the first failed one threw. */
    static <T> void each(List<T> items, Work<T> work) throws IOException {
        int threads = Math.min(THREADS, Runtime.getRuntime().availableProcessors());
        ExecutorService executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "belay-files");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> parts = new ArrayList<>();
            int size = (items.size() + threads - 1) / threads;
            for (int from = 0; from < items.size(); from += size) {
                List<T> part = items.subList(from, Math.min(from + size, items.size()));
                parts.add(executor.submit(() -> {
                    for (T item : part) {
                        work.on(item);
                    }
                    return null;
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw Trouble.interrupted("copying files", e);
        } finally {
            executor.shutdownNow();
        }
    }
}
