package org.tidings.session;

import java.util.List;
import org.tidings.envelope.Decoded;

/** Answers what sessions ask. Called on the container's thread of the session, one frame at a time; must not block. */
@FunctionalInterface
public interface RequestHandler {

    void frame(Session session, List<Decoded> envelopes);
}
