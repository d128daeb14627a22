package org.tidings.client;

/**
 * Gets one channel's events, each once and in order. All calls of a client come one after another on its callback lane.
 * A slow listener slows the connection down (the client stops reading), it never makes memory grow. What a listener
 * throws is logged, and the next event comes.
 */
@FunctionalInterface
public interface SubscriptionListener {

    void onEvent(Event event);

    /** Events are missing for good; those after the gap follow. */
    default void onGap(Gap gap) {}

    /**
     * The server ended the subscription, or refused it; nothing comes any more.
     *
     * @param code the protocol's error code, as in {@code forbidden}
     */
    default void onEnded(String code) {}
}
