package org.tidings.launcher.broker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.apache.activemq.artemis.core.io.IOCriticalErrorListener;

/**
 * Ends the process when the broker cannot write its journal any more: a full disk, a broken one. Artemis stops its server
 * then, and the process would live on, look healthy, and serve nobody. What was acknowledged is on the disk; whoever
 * supervises the process starts it again. Called by Artemis on any of its threads.
 */
final class LostJournal implements IOCriticalErrorListener {

    private static final Logger LOG = System.getLogger(LostJournal.class.getName());

    private static final int FAILED = 1;

    private final Runnable end;

    LostJournal(Runnable end) {
        this.end = end;
    }

    static LostJournal endsTheProcess() {
        // No orderly stop: it would wait for a journal that takes nothing.
        return new LostJournal(() -> Runtime.getRuntime().halt(FAILED));
    }

    @Override
    public void onIOException(Throwable cause, String message, String file) {
        String reason = "the broker's journal cannot be written any more (" + cause
                + "): ending. Nothing acknowledged is" + " lost; start again when the disk has room and works";
        LOG.log(Level.ERROR, reason, cause);
        System.err.println("tidings: " + reason);
        end.run();
    }
}
