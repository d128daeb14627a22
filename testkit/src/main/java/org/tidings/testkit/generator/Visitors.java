package org.tidings.testkit.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.tidings.testkit.peer.Conversation;

/** Connections that are made, greeted, and left again, always as many at once. Confined to a loop's thread. */
final class Visitors implements Work {

    private static final int AT_ONCE = 64;

    private final Loop loop;
    private final int port;
    private final Queue<Conversation> waiting;
    private final Inflation inflation = new Inflation();
    private int opening;

    /** Read by the driver's thread too. */
    private volatile int greeted;

    /** Likewise: why the first that was refused or lost was; null where none was. */
    private volatile String trouble;

    Visitors(Loop loop, int port, List<Conversation> visits) {
        this.loop = loop;
        this.port = port;
        this.waiting = new ArrayDeque<>(visits);
    }

    @Override
    public long run() {
        while (opening < AT_ONCE && !waiting.isEmpty()) {
            opening++;
            try {
                new Link(loop, port, waiting.remove(), inflation, new Visit());
            } catch (IOException e) {
                throw new UncheckedIOException("could not open a connection", e);
            }
        }
        return IDLE;
    }

    int greeted() {
        return greeted;
    }

    String trouble() {
        return trouble;
    }

    /** One of them. */
    private final class Visit implements Follower {

        private boolean greeting = true;

        @Override
        public void ready(Link link) {
            greeting = false;
            greeted++;
            opening--;
            link.close();
        }

        @Override
        public void delivery(ByteBuffer bytes, int at, long nanos) {
            // It follows nothing.
        }

        @Override
        public void ended(Link link, String why) {
            if (greeting) {
                opening--;
                trouble = trouble == null ? why : trouble;
            }
        }
    }
}
