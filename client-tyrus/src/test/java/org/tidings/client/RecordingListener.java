package org.tidings.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Remembers what a subscription was told, in order, for the test to take. */
final class RecordingListener implements SubscriptionListener {

    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

    @Override
    public void onEvent(Event event) {
        told.add(event.seq() == null ? event.payload() : event.seq());
    }

    @Override
    public void onGap(Gap gap) {
        told.add(gap);
    }

    @Override
    public void onEnded(String code) {
        told.add(code);
    }

    /** The next so many things told: sequence numbers, gaps, codes. */
    List<Object> next(int count) throws InterruptedException {
        List<Object> taken = new ArrayList<>();
        while (taken.size() < count) {
            Object each = told.poll(ScriptedServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (each == null) {
                throw new AssertionError("only " + taken + " came");
            }
            taken.add(each);
        }
        return taken;
    }

    /** Nothing else was told so far. */
    void assertExhausted() {
        if (!told.isEmpty()) {
            throw new AssertionError("told more than expected: " + told);
        }
    }
}
