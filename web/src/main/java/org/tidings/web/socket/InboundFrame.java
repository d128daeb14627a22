package org.tidings.web.socket;

import java.util.List;
import org.tidings.envelope.Decoded;

/**
 * A text frame as it came.
 *
 * @param bytes its length in UTF-8
 * @param envelopes what it holds; empty if it is longer than any limit allows
 */
record InboundFrame(int bytes, List<Decoded> envelopes) {}
