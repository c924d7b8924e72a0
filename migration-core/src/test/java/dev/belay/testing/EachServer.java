package dev.belay.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Runs all tests of a class once on every major, and once more in a container where there is an engine. The class has a
 * constructor or a {@code @Parameter} field that takes the {@link TestServer}. {@code -Dbelay.test.servers=17} restricts
 * the servers to those whose label ends so.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
// a server outlasts the class
@ParameterizedClass(name = "{0}", autoCloseArguments = false)
@ArgumentsSource(EachServer.Servers.class)
public @interface EachServer {

    /** Every server there is to test on. */
    final class Servers implements ArgumentsProvider {

        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            TestServers servers = PostgresExtension.servers(context);
            ContainerTestServer container = context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(EachServer.class))
                    .computeIfAbsent(
                            ContainerTestServer.class, type -> new ContainerTestServer(), ContainerTestServer.class);
            Stream<TestServer> embedded =
                    TestBinaries.majors().stream().map(major -> new EmbeddedTestServer(servers, major));
            String wanted = System.getProperty("belay.test.servers", "");
            return Stream.concat(embedded, Stream.of(container))
                    .filter(server -> server.label().endsWith(wanted))
                    .map(Arguments::of);
        }
    }
}
