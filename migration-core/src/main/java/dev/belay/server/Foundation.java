package dev.belay.server;

import java.nio.file.Path;

/**
 * What the embedded servers of one major start from on this machine.
 *
 * @param placement where files are, and as whom servers run
 * @param platform this machine's
 * @param cache the folder of what can be made again
 * @param binaries extracted
 * @param template an empty data directory
 */
record Foundation(Placement placement, Platform platform, Path cache, Binaries binaries, Template template) {

    /** {@return the foundation for a request, laid if it was not there} */
    static Foundation of(EmbeddedRequest request, Placement placement) {
        Platform platform = Platform.current();
        Path cache = placement.cache();
        Path jar = request.binaries().jar(request.major(), platform);
        Binaries binaries = Binaries.extract(jar, request.major(), platform, cache, request.progress());
        return new Foundation(
                placement, platform, cache, binaries, Template.get(binaries, placement, cache, request.progress()));
    }
}
