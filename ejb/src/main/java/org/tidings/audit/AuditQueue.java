package org.tidings.audit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.tidings.outbox.RecordQueue;

/**
 * A chain in a queue of the broker's, from which others fetch it: a new one at every start, since what was fetched cannot be read
 * again. What the broker may or may not have is sent again as it is, so a record can stand there twice. Confined to one thread.
 */
final class AuditQueue implements AuditSink {
    private static final long ANSWER_MILLIS = 5_000;
    private static final long PAUSE_MILLIS = 200;
    private static final int NAME_BITS = 60;

    private final RecordQueue queue;
    private final BooleanSupplier ending;
    private final String name = new BigInteger(NAME_BITS, new SecureRandom()).toString(Character.MAX_RADIX);
    private final AuditChain chain;

    /** @param ending whether there is no more time to wait for the broker */
    private AuditQueue(RecordQueue queue, String instance, BooleanSupplier ending) {
        this.queue = queue;
        this.ending = ending;
        this.chain = new AuditChain(instance, name, 0, AuditLine.BEGINNING);
    }

    static AuditQueue open(RecordQueue queue, String instance, BooleanSupplier ending) {
        return new AuditQueue(queue, instance, ending);
    }

    @Override
    public void append(List<AuditEvent> events) throws IOException {
        List<String> lines = events.stream().map(chain::line).toList();
        try {
            while (!sent(lines)) {
                if (ending.getAsBoolean()) {
                    throw new IOException("the broker does not take records, and there is no more time");
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private boolean sent(List<String> lines) throws InterruptedException {
        CompletableFuture<Void> sent = queue.send(lines);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MILLIS);
        while (true) {
            try {
                sent.get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException waiting) {
                if (System.nanoTime() - deadline > 0 || ending.getAsBoolean()) {
                    sent.cancel(false);
                    return false;
                }
            } catch (ExecutionException refused) {
                return false;
            }
        }
    }

    @Override
    public String head() {
        return "chain " + name + ", " + chain.head();
    }

    @Override
    public void close() {
        // The queue is closed by whoever opened it.
    }
}
