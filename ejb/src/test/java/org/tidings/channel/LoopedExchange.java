package org.tidings.channel;

import org.tidings.control.PresenceExchange;
import org.tidings.control.PresenceMessage;
import org.tidings.presence.Presence;
import org.tidings.presence.PresenceTicker;

/** The exchange of an instance that is alone: it hears itself. With the ticker's, a thread of its own. */
final class LoopedExchange implements AutoCloseable {
    private static final long TURN_MILLIS = 10;

    private final PresenceTicker ticker;
    private final Thread thread;
    private volatile boolean closed;

    LoopedExchange(Presence presence) {
        ticker = new PresenceTicker(presence, Thread::new);
        ticker.start();
        thread = new Thread(() -> run(presence), "looped-exchange");
        thread.start();
    }

    private void run(PresenceExchange.Party party) {
        party.connected();
        while (!closed) {
            for (PresenceMessage message : party.due()) {
                party.heard(message);
            }
            synchronized (this) {
                try {
                    wait(TURN_MILLIS);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        ticker.stop();
    }
}
