package dev.belay.maven;

import dev.belay.generate.Rename;
import java.io.Console;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Asks whoever sits at the console whether something has got another name. Where nobody does, the answer is no.
 *
 * @param ask shows a question and reads a line; null at the end of the input
 */
record RenameQuestion(UnaryOperator<String> ask) implements Predicate<Rename> {

    private static final List<String> YES = List.of("y", "yes");

    /** {@return the question for a build; Maven's {@code -B} and a pipe have nobody to answer} */
    static RenameQuestion of(Goal goal) {
        Console console = System.console();
        boolean present = goal.session().getRequest().isInteractiveMode()
                && console != null
                && isTerminal(console)
                && System.getenv("CI") == null;
        return new RenameQuestion(present ? question -> console.readLine("%s", question) : question -> null);
    }

    /** From Java 22 on there is a console without a terminal, and a method that tells. */
    private static boolean isTerminal(Console console) {
        try {
            Method method = Console.class.getMethod("isTerminal");
            return (boolean) method.invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    @Override
    public boolean test(Rename rename) {
        String answer = ask.apply("Has " + rename.words().replace(" to ", " been renamed to ") + "? (y/N) ");
        return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
    }
}
