package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A program that works for minutes: {@code pg_dump}, {@code pg_restore}, a user's own. It ends with this object, at the
 * latest: asked to, then killed; and so does the container in which it may run. What it says is read as it comes.
 */
public final class ClientRun implements AutoCloseable {

    /** A dump's leader first ends its workers and cancels their queries (pg_dump's parallel.c). */
    private static final long PATIENCE_SECONDS = 10;

    private static final int KEPT_LINES = 60;

    /** What else there is to a program than its process. */
    interface Surroundings {

        /** Nothing. */
        Surroundings NONE = new Surroundings() {};

        /**
         * Looks at how the program has ended.
         *
         * @throws EnvironmentException when it was not the program that failed, or it has not done what it says
         */
        default void judge(int exit, List<String> said) {}

        /** Goes with the program, which has ended; may be called again. */
        default void close() {}
    }

    private final Process process;
    private final Surroundings surroundings;
    private final Thread reader;
    private final Deque<String> last = new ArrayDeque<>();

    private ClientRun(
            Process process,
            InputStream words,
            UnaryOperator<String> veil,
            Consumer<String> said,
            Surroundings surroundings) {
        this.process = process;
        this.surroundings = surroundings;
        this.reader = new Thread(() -> read(words, veil, said), "belay-reads-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a program whose output and errors are both words for people.
     *
     * @param folder where it runs
     * @param command without secrets: everybody on the machine can read it
     * @param variables on top of the environment, from which PostgreSQL's own have been taken out
     * @param said hears each line, in another thread
     * @throws IOException when it cannot be started at all
     */
    public static ClientRun start(
            Path folder, List<String> command, Map<String, String> variables, Consumer<String> said)
            throws IOException {
        return in(Surroundings.NONE, folder, command, variables, false, said);
    }

    /**
     * As {@link #start}, for a program in whose words something is looked for.
     *
     * @param raw looks at each line as it was said, with the passwords that may be in it, and keeps nothing of it; it is
     *     asked before {@code said} hears the line without them
     */
    public static ClientRun start(
            Path folder,
            List<String> command,
            Map<String, String> variables,
            Consumer<String> raw,
            Consumer<String> said)
            throws IOException {
        UnaryOperator<String> veil = Veil.over(variables);
        return begin(Surroundings.NONE, builder(folder, command, variables), false, said, line -> {
            raw.accept(line);
            return veil.apply(line);
        });
    }

    /** As {@link #start(Path, List, Map, Consumer)}, for a program whose input and output are data: see {@link #input} and {@link #output}. */
    static ClientRun piped(Path folder, List<String> command, Map<String, String> variables, Consumer<String> said)
            throws IOException {
        return in(Surroundings.NONE, folder, command, variables, true, said);
    }

    /** As both, for a program that runs in something that has to be closed after it. */
    static ClientRun in(
            Surroundings surroundings,
            Path folder,
            List<String> command,
            Map<String, String> variables,
            boolean piped,
            Consumer<String> said)
            throws IOException {
        return begin(surroundings, builder(folder, command, variables), piped, said, Veil.over(variables));
    }

    private static ClientRun begin(
            Surroundings surroundings,
            ProcessBuilder builder,
            boolean piped,
            Consumer<String> said,
            UnaryOperator<String> veil)
            throws IOException {
        Process process = builder.redirectErrorStream(!piped).start();
        if (!piped) {
            process.getOutputStream().close();
        }
        InputStream words = piped ? process.getErrorStream() : process.getInputStream();
        return new ClientRun(process, words, veil, said, surroundings);
    }

    private static ProcessBuilder builder(Path folder, List<String> command, Map<String, String> variables) {
        ProcessBuilder builder = Commands.builder(folder, command);
        builder.environment().putAll(variables);
        return builder;
    }

    /** {@return where to write what a piped program reads; closing it says that there is no more} */
    public OutputStream input() {
        return process.getOutputStream();
    }

    /** {@return what a piped program writes} */
    public InputStream output() {
        return process.getInputStream();
    }

    /**
     * {@return the exit code, when the program has ended}
     *
     * @throws EnvironmentException when this thread is interrupted meanwhile: the program is ended; or when it could not
     *     be run at all
     */
    public int await() {
        int exit = ended();
        surroundings.judge(exit, lastWords());
        return exit;
    }

    private int ended() {
        try {
            int exit = process.waitFor();
            reader.join();
            return exit;
        } catch (InterruptedException e) {
            close();
            throw Trouble.interrupted("waiting for " + name(), e);
        }
    }

    /** Moves the data of a piped program. */
    public interface Data {
        void move() throws IOException;
    }

    /**
     * As {@link #await()}, while the data are moved in another thread; the program is ended when that fails.
     *
     * @throws IOException when moving the data failed
     */
    public int await(Data data) throws IOException {
        var moved = new FutureTask<Void>(() -> {
            try {
                data.move();
                return null;
            } catch (IOException | RuntimeException e) {
                process.destroy();
                throw e;
            }
        });
        Thread mover = new Thread(moved, "belay-moves-" + process.pid());
        mover.setDaemon(true);
        mover.start();
        int exit = ended();
        try {
            moved.get();
            surroundings.judge(exit, lastWords());
            return exit;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            throw Trouble.interrupted("waiting for the data of " + name(), e);
        }
    }

    /** {@return the last lines it said, {@value #KEPT_LINES} at most} */
    public List<String> lastWords() {
        synchronized (last) {
            return List.copyOf(last);
        }
    }

    private void read(InputStream words, UnaryOperator<String> veil, Consumer<String> said) {
        try (var lines = new BufferedReader(new InputStreamReader(words, Charset.defaultCharset()))) {
            lines.lines().map(veil).forEach(line -> {
                synchronized (last) {
                    if (last.size() == KEPT_LINES) {
                        last.removeFirst();
                    }
                    last.addLast(line);
                }
                said.accept(line);
            });
        } catch (IOException | UncheckedIOException e) {
            // the stream of a process that is being ended
        }
    }

    /** Ends the program if it still runs; returns when it is gone. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            interrupted = true;
        }
        surroundings.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private String name() {
        return process.info().command().orElse("a program");
    }
}
