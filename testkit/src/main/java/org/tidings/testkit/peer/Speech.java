package org.tidings.testkit.peer;

/**
 * How a client speaks with Tidings.
 *
 * @param namespace of its channels: {@link #DURABLE} or {@link #EPHEMERAL}
 * @param orders whether payloads are JSON objects of 500 bytes in which the published text stands, instead of the text
 * @param compressed whether it offers permessage-deflate
 * @param cbor whether it speaks {@code tidings.v1.cbor}, and not {@code tidings.v1.json}
 */
public record Speech(String namespace, boolean orders, boolean compressed, boolean cbor) {

    /** What is published there is on the broker's disk before it is delivered. */
    public static final String DURABLE = "bench";

    /** What is published there is stored nowhere. */
    public static final String EPHEMERAL = "live";

    public static Speech durable() {
        return new Speech(DURABLE, false, false, false);
    }

    public static Speech ephemeral() {
        return new Speech(EPHEMERAL, false, false, false);
    }

    public Speech withOrders() {
        return new Speech(namespace, true, compressed, cbor);
    }

    public Speech withCompression() {
        return new Speech(namespace, orders, true, cbor);
    }

    public Speech inCbor() {
        return new Speech(namespace, orders, compressed, true);
    }
}
