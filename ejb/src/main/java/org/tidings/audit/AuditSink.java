package org.tidings.audit;

import java.io.IOException;
import java.util.List;

/** A place where one chain of records grows. Confined to one thread. */
interface AuditSink extends AutoCloseable {
    /** Adds what happened; on return it is safe there. @throws IOException where it is not, and what was added is lost */
    void append(List<AuditEvent> events) throws IOException;

    /** Where it is, its last record, and that one's hash: whoever keeps this elsewhere can prove that nothing was cut off. */
    String head();

    @Override
    void close() throws IOException;

    /** Goes on with the chain where it ended, or begins one. */
    interface Opener {
        AuditSink open() throws IOException;
    }
}
