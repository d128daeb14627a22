package org.tidings.administration;

/** The broker did not confirm a directive in time: it may have been given all the same. Give it again. */
public final class NotGiven extends Exception {

    private static final long serialVersionUID = 1L;

    NotGiven(Throwable cause) {
        super("the broker did not confirm it", cause);
    }
}
