package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * PostgreSQL's client programs of one version. {@code pg_dump} refuses servers of a later major than its own (pg_dump,
 * Notes).
 */
public sealed interface ClientPrograms permits InstalledPrograms, ContainerPrograms {

    /** {@return such as 16} */
    int major();

    /** {@return such as {@code 16.4}} */
    String version();

    /**
     * Starts a program whose output and errors are both words for people.
     *
     * @param said hears each line, in another thread
     * @throws IOException when it cannot be started at all
     */
    ClientRun start(ClientCommand command, Consumer<String> said) throws IOException;

    /** As {@link #start}, for a program whose input and output are data: see {@link ClientRun#input} and its like. */
    ClientRun piped(ClientCommand command, Consumer<String> said) throws IOException;

    /**
     * {@return the programs of the oldest sufficient major: later ones write settings that earlier servers do not know}
     * A container engine is asked only when no installed ones suffice, or an image is named; its image is fetched.
     *
     * @param need what for
     * @param named the only source, when somebody named one
     * @param progress hears that they run in a container, and when its image has to be fetched, which can take minutes
     * @throws EnvironmentException when there are none, saying how to get some
     */
    static ClientPrograms find(ClientNeed need, Optional<ClientSource> named, Progress progress) {
        ClientSource source = named.orElseGet(ClientSource::anywhere);
        if (source instanceof ClientSource.Image image) {
            return new ClientImage(need, image.name(), "", List.of()).open(progress);
        }
        List<InstalledPrograms> found = InstalledPrograms.of(source);
        Optional<InstalledPrograms> installed = InstalledPrograms.oldest(found, need.major());
        if (installed.isPresent()) {
            return installed.get();
        }
        List<String> tooOld = found.stream()
                .map(client -> "too old: " + client.program(need.program()) + ", " + client.version())
                .toList();
        if (source instanceof ClientSource.Search search) {
            String image = search.image().apply(need.major());
            return new ClientImage(need, image, "none is installed, and ", tooOld).open(progress);
        }
        throw need.unmet("there is none in " + ((ClientSource.Folder) source).path(), tooOld);
    }

    /** {@return whether sufficient ones are installed where somebody said to look, so that no engine will be asked} */
    static boolean areInstalled(int atLeast, Optional<ClientSource> named) {
        List<InstalledPrograms> found = InstalledPrograms.of(named.orElseGet(ClientSource::anywhere));
        return InstalledPrograms.oldest(found, atLeast).isPresent();
    }

    /** {@return why no container engine can run programs over this machine's files, line by line; empty when one can} */
    static List<String> whyNoContainer() {
        try {
            ContainerEngine.find();
            return List.of();
        } catch (EnvironmentException e) {
            List<String> why = new ArrayList<>(List.of(e.problem().what()));
            why.addAll(e.problem().details());
            return why;
        }
    }

    /** {@return how to get programs that can read a server of that major} */
    static String advice(int server) {
        return "install PostgreSQL's client programs (Debian: postgresql-client-" + server + "; Red Hat: postgresql"
                + server + "; macOS: brew install libpq)";
    }
}
