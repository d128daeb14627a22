package org.tidings.launcher;

/** The one thing that a started process prints on standard output: a heading and aligned lines of what can be done next. */
final class ReadyBlock {
    private final StringBuilder text = new StringBuilder();

    ReadyBlock(String heading) {
        text.append(heading).append('\n');
    }

    ReadyBlock line(String label, String value) {
        text.append(String.format("  %-10s %s%n", label, value));
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
