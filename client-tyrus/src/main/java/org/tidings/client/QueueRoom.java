package org.tidings.client;

/** Counts the unfinished publishes against their two bounds, messages and bytes. Safe for any thread. */
final class QueueRoom {

    private final int maxMessages;
    private final long maxBytes;

    /** These three are guarded by this. */
    private int messages;

    private long bytes;
    private boolean closed;

    QueueRoom(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** @return false if there is no room */
    synchronized boolean tryEnter(int size) {
        if (!closed && !fits(size)) {
            return false;
        }
        messages++;
        bytes += size;
        return true;
    }

    /** Waits for room; a closed client lets everyone through, to be told there that it is closed. */
    synchronized void enter(int size) throws InterruptedException {
        while (!tryEnter(size)) {
            wait();
        }
    }

    synchronized void leave(int size) {
        messages--;
        bytes -= size;
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** One message of any size fits into an empty queue. */
    private boolean fits(int size) {
        return messages == 0 || messages < maxMessages && bytes + size <= maxBytes;
    }
}
