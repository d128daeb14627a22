package org.tidings.log;

import jakarta.jms.JMSSecurityException;

/** The broker's word that this instance may not do what it must: log in, or use one of the log's addresses. */
final class Refusal {

    /** What the launcher looks for: it does not wait for an instance that says so at its start. */
    private static final String BEGINNING = "the broker refuses ";

    private Refusal() {}

    /** In words for everyone; null where that is not what has failed. */
    static String of(Throwable failure, BrokerLine line) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JMSSecurityException) {
                return BEGINNING + "this instance, which comes " + line.user()
                        + ": set tidings.broker.user and tidings.broker.password-file (--broker-password-file) to what it knows";
            }
        }
        return null;
    }

    /** Whether a thread's trouble is this. */
    static boolean is(String trouble) {
        return trouble != null && trouble.startsWith(BEGINNING);
    }
}
