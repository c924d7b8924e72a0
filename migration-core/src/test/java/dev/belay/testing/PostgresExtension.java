package dev.belay.testing;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests PostgreSQL: {@code @ExtendWith(PostgresExtension.class)} on the class, and on a test (or constructor, or
 * lifecycle method) a parameter of type
 *
 * <ul>
 *   <li>{@link TestDatabase}: a new, empty database on the default major, dropped after the test;
 *   <li>{@link TestServers}: the servers themselves, for tests that need several databases or majors. Databases made
 *       there go with the server.
 * </ul>
 *
 * The servers are shared by all test classes of the JVM and stopped at the end of the run.
 */
public final class PostgresExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestDatabase.class || type == TestServers.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestServers servers = servers(context);
        if (parameter.getParameter().getType() == TestServers.class) {
            return servers;
        }
        TestDatabase database = servers.newDatabase(TestBinaries.defaultMajor());
        context.getStore(NAMESPACE)
                .computeIfAbsent(Databases.class, type -> new Databases(servers), Databases.class)
                .list
                .add(database);
        return database;
    }

    /** {@return the servers of this JVM; the root's store closes them} */
    static TestServers servers(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(TestServers.class, type -> new TestServers(), TestServers.class);
    }

    /** What one test got; its context's store closes it. */
    private static final class Databases implements AutoCloseable {

        private final TestServers servers;
        private final List<TestDatabase> list = new ArrayList<>();

        Databases(TestServers servers) {
            this.servers = servers;
        }

        @Override
        public void close() {
            list.forEach(servers::drop);
        }
    }
}
