package org.tidings.session;

import java.util.List;
import org.tidings.envelope.Decoded;
import org.tidings.envelope.Envelope;

/** Answers what is asked. Called on the container's threads, for each asker on one at a time; must not block. */
public interface RequestHandler {

    /** What came in one frame of a connection. */
    void frame(Session session, List<Decoded> envelopes);

    /** One request; it is answered exactly once, unless the asker is gone before. */
    void request(Requester requester, Envelope request);
}
