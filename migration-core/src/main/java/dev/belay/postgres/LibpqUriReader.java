package dev.belay.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads {@code postgresql://} URIs into libpq's parameters, as libpq does.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">Connection URIs</a>
 */
final class LibpqUriReader {

    private final String source;
    private final PercentCode code;

    LibpqUriReader(String source) {
        this.source = source;
        this.code = new PercentCode(source, false);
    }

    ConnectionSettings read(String uri) {
        Map<String, String> parameters = new TreeMap<>();
        String rest = uri.substring(uri.indexOf("://") + 3);
        // as libpq looks for it: an @ before the first slash ends the credentials
        int at = rest.indexOf('@');
        int slash = rest.indexOf('/');
        if (at >= 0 && (slash < 0 || at < slash)) {
            credentials(rest.substring(0, at), parameters);
            rest = rest.substring(at + 1);
        }
        int question = rest.indexOf('?');
        String place = question < 0 ? rest : rest.substring(0, question);
        slash = place.indexOf('/');
        hosts(slash < 0 ? place : place.substring(0, slash), parameters);
        if (place.contains("@")) {
            throw PostgresUrl.refusal(source + " has an @ behind the host", HostList.ENCODE);
        }
        if (slash >= 0 && slash + 1 < place.length()) {
            parameters.put("dbname", code.decode(place.substring(slash + 1), "database"));
        }
        if (question >= 0) {
            query(rest.substring(question + 1), parameters);
        }
        return LibpqParameters.toSettings(parameters, source);
    }

    private void credentials(String text, Map<String, String> parameters) {
        int colon = text.indexOf(':');
        String user = code.decode(colon < 0 ? text : text.substring(0, colon), "user");
        if (!user.isEmpty()) {
            parameters.put("user", user);
        }
        if (colon >= 0) {
            parameters.put("password", code.decode(text.substring(colon + 1), "password"));
        }
    }

    private void hosts(String text, Map<String, String> parameters) {
        if (text.isEmpty()) {
            return;
        }
        List<String> hosts = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        for (String address : text.split(",", -1)) {
            int colon = address.lastIndexOf(':');
            boolean hasPort = colon > address.lastIndexOf(']');
            hosts.add(code.decode(hasPort ? address.substring(0, colon) : address, "host"));
            ports.add(hasPort ? address.substring(colon + 1) : "");
        }
        parameters.put("host", String.join(",", hosts));
        parameters.put("port", String.join(",", ports));
    }

    private void query(String query, Map<String, String> parameters) {
        String before = "";
        for (String parameter : query.split("&")) {
            int equal = parameter.indexOf('=');
            String name = code.decode(equal < 0 ? parameter : parameter.substring(0, equal), "parameter");
            if (!LibpqParameters.isKnown(name) || equal < 0) {
                throw LibpqParameters.unknown(name, before, source);
            }
            parameters.put(name, code.decode(parameter.substring(equal + 1), name));
            before = name;
        }
    }
}
