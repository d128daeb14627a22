package org.tidings.testkit.load;

/** Who has a right to be served, and holds a thread of the server meanwhile: by a body, or by an answer. */
final class ThreadHolders implements Assault {

    private static final int BODY_BYTES = 4_000;
    /** Answers that one reader asks for at once: more than the system keeps for it. */
    private static final int PIPELINED = 60;

    private final Target target;
    private final int bodies;
    private final int readers;
    private final SlowSockets sockets;

    ThreadHolders(Target target, int bodies, int readers) {
        this.target = target;
        this.bodies = bodies;
        this.readers = readers;
        this.sockets = new SlowSockets(target.port());
    }

    @Override
    public void begin(Report report) {
        String post = target.request(
                "POST /tidings/api/revocations", "Content-Type: application/json", "Content-Length: " + BODY_BYTES);
        for (int i = 0; i < bodies; i++) {
            sockets.connect(post, " ".repeat(BODY_BYTES - 1));
        }
        String get = target.request("GET /tidings/console/connection.js");
        for (int i = 0; i < readers; i++) {
            sockets.connect(get.repeat(PIPELINED), "");
        }
    }

    @Override
    public void close() {
        sockets.close();
    }
}
