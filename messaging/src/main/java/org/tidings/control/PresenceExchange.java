package org.tidings.control;

import java.util.List;

/**
 * Carries what instances tell each other about who is present. Nothing is kept and anything may be lost; what comes from one instance
 * comes in its order. Thread-safe. {@link #start} once, {@link #close} once.
 */
public interface PresenceExchange extends AutoCloseable {

    /** Who speaks and listens here. Called on the exchange's one thread; must not block. */
    interface Party {

        /** From now on others hear what is said here, and the other way round. What was said before may be lost. */
        void connected();

        /** Somebody has said something, perhaps this party itself. */
        void heard(PresenceMessage message);

        /** What is to be said now, in this order; asked many times a second. */
        List<PresenceMessage> due();

        /** What is to be said last. */
        List<PresenceMessage> farewell();
    }

    void start(Party party);

    /** Says what is to be said last, where that is possible at once. */
    @Override
    void close();
}
