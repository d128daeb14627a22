package org.tidings.filter;

/** A text that is no filter. Its message is fit for the peer: it names the place and repeats nothing that the peer sent. */
public final class BadFilter extends Exception {
    private static final long serialVersionUID = 1L;

    BadFilter(String message) {
        super(message, null, false, false);
    }

    /** @param line and column are counted from 1 */
    static BadFilter at(int line, int column, String what) {
        return new BadFilter("the filter " + what + " at line " + line + ", column " + column);
    }
}
