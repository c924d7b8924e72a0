package dev.belay.it;

import dev.belay.postgres.Secret;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtendWith;

/** The plugin in real builds: each test runs the Maven of a folder of {@code src/it}, see {@link FoldersTest}. */
@ExtendWith({MavenExtension.class, PostgresExtension.class})
abstract class MavenSuite {

    static Map<String, String> values(TestDatabase database) {
        String url = database.settings().jdbcUrl();
        String user = database.settings().user().orElseThrow();
        String credentials = user + ":" + URLEncoder.encode(password(database), StandardCharsets.UTF_8);
        return new TreeMap<>(Map.of(
                "db.url",
                url,
                "db.user",
                user,
                "db.password",
                password(database),
                "db.uri",
                url.replace("jdbc:postgresql://", "postgresql://" + credentials + "@")));
    }

    static String password(TestDatabase database) {
        return database.settings().password().map(Secret::reveal).orElseThrow();
    }
}
