package dev.belay.validation;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A URL taken apart: who asks does not belong into a request line, nor into a log.
 *
 * @param address without user and password
 * @param authorization the header for them; empty without
 */
record HealthUrl(URI address, Optional<String> authorization) {

    /** @throws RefusalException when it is no URL of the web; what it says is not repeated, it may hold a password */
    static HealthUrl parse(String text) {
        try {
            return of(new URI(text.strip()));
        } catch (URISyntaxException e) {
            throw notOne();
        }
    }

    static HealthUrl of(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw notOne();
        }
        if (url.getRawUserInfo() == null) {
            return new HealthUrl(url, Optional.empty());
        }
        String authority = url.getRawAuthority().substring(url.getRawAuthority().lastIndexOf('@') + 1);
        String path = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
        String credentials =
                Base64.getEncoder().encodeToString(url.getUserInfo().getBytes(StandardCharsets.UTF_8));
        return new HealthUrl(URI.create(scheme + "://" + authority + path), Optional.of("Basic " + credentials));
    }

    private static RefusalException notOne() {
        return new RefusalException(
                Problem.of("db.healthUrl is no URL with http or https and a host", "Correct db.healthUrl."));
    }

    /** {@return the place that a redirect leads to, with the same credentials; empty when it is another server} */
    Optional<HealthUrl> redirected(String location) {
        URI next = address.resolve(location);
        boolean same = next.getHost() != null
                && next.getHost().equalsIgnoreCase(address.getHost())
                && port(next) == port(address)
                && next.getScheme().equalsIgnoreCase(address.getScheme());
        // what is encrypted from here on may go to the standard port of the same host
        boolean safer = next.getHost() != null
                && next.getHost().equalsIgnoreCase(address.getHost())
                && next.getScheme().equalsIgnoreCase("https")
                && port(next) == 443
                && port(address) == 80;
        return same || safer ? Optional.of(new HealthUrl(next, authorization)) : Optional.empty();
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    /** {@return it without credentials and without its query, which may hold a token} */
    @Override
    public String toString() {
        return address.getScheme() + "://" + address.getRawAuthority()
                + (address.getRawPath() == null ? "" : address.getRawPath())
                + (address.getRawQuery() == null ? "" : "?...");
    }
}
