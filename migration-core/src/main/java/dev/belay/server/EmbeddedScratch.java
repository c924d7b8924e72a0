package dev.belay.server;

import dev.belay.outcome.Progress;

/**
 * Scratch databases on embedded servers: one throwaway server for each, started on a copy of a data directory that holds
 * the content. One copy is kept between builds; builds at the same time make copies of their own.
 *
 * @param major 14 to 18
 * @param binaries asked on every start
 * @param home where binaries and filled data directories are kept
 * @param progress is told when something takes longer than usual
 */
public record EmbeddedScratch(int major, BinariesSource binaries, BelayHome home, Progress progress)
        implements ScratchServer {

    @Override
    public CopyHost host() {
        var request = new EmbeddedRequest(major, binaries, home, new ServerKind.Throwaway(), progress);
        EmbeddedPostgres server = EmbeddedPostgres.start(request);
        return new CopyHost(
                server.connection(Template.MAINTENANCE),
                "PostgreSQL " + server.version() + ", embedded",
                major,
                true,
                server::close);
    }

    @Override
    public ScratchDatabase open(ScratchContent content) {
        var request = new EmbeddedRequest(major, binaries, home, new ServerKind.Throwaway(), progress);
        Foundation foundation = Foundation.of(request, Placement.choose(home, Platform.current()));
        Template filled = new FilledTemplates(foundation).get(content);
        DataFolder folder = DataFolder.restored(filled, foundation.placement(), foundation.platform())
                .orElseGet(() -> DataFolder.open(request, filled, foundation.placement(), foundation.platform()));
        EmbeddedPostgres server = EmbeddedPostgres.start(request, foundation, folder, content.database());
        try {
            ScratchAccess access = ScratchRole.renew(server.connection(content.database()), content);
            return new ScratchDatabase(access, "PostgreSQL " + server.version() + ", embedded", major, server::close);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }
}
