package org.tidings.envelope;

/**
 * A line of a frame that is no envelope. A value, not an exception: whoever reads a socket answers it with
 * {@link ErrorCode#BAD_ENVELOPE} and goes on. Immutable.
 *
 * @param id the correlation id where it could be read, else null
 * @param action the verb where it could be read, else null
 * @param reason a fixed text, fit for the peer: it repeats nothing of what the peer sent
 */
public record Malformed(String id, String action, String reason) implements Decoded {

    /** The error that answers it. */
    public Envelope answer() {
        return new EnvelopeBuilder(Envelope.Type.ERROR, action == null ? Action.UNKNOWN : action)
                .id(id)
                .payload(ErrorPayload.of(ErrorCode.BAD_ENVELOPE, reason))
                .build();
    }
}
