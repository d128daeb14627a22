package org.tidings.envelope;

/** What one line of a frame turned out to be. Immutable. */
public sealed interface Decoded permits Envelope, Malformed {}
