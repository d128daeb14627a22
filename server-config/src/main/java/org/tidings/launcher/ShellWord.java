package org.tidings.launcher;

import java.util.regex.Pattern;

/** An argument as a POSIX shell wants it, in the commands that are printed to be pasted. */
final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellWord() {}

    /** The script that started this JVM, as the user called it. */
    static String script() {
        return quote(System.getenv().getOrDefault("TIDINGS_COMMAND", "./tidings"));
    }

    static String quote(String argument) {
        return PLAIN.matcher(argument).matches() ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
