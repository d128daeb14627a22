package org.tidings.web.socket;

/**
 * A text frame ready to go.
 *
 * @param text one or more envelopes, encoded once for all their receivers, joined by newlines
 */
record OutboundFrame(String text) {}
