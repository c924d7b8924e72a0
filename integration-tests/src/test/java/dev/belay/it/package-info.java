/**
 * The plugin in real builds. A folder of {@code src/it} is a project and what is typed in it
 * ({@code invoker.properties}, in the words of maven-invoker-plugin); a test of the same name says what is to come out.
 */
package dev.belay.it;
