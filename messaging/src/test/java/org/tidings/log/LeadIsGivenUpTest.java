package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Law 6: the sequencer gave the lead back to the broker while the sender's commit was still on its way to it. The next leader, who had
 * read the log by then, wrote in the same places.
 */
class LeadIsGivenUpTest {

    private final AtomicInteger commits = new AtomicInteger();
    private final CountDownLatch committing = new CountDownLatch(1);
    private final CountDownLatch disk = new CountDownLatch(1);
    private final AtomicLong youngestTerm = new AtomicLong();
    private final Lead lead = Samples.lead(Samples.SETTINGS);
    private final Leadership leadership =
            new Leadership(lead, new LogTrimmer(Samples.SHARD, Samples.SETTINGS, null), youngestTerm::get);

    @AfterEach
    void nobodyWaitsForEver() {
        disk.countDown();
    }

    @Test
    void onlyOnceNothingIsOnItsWay() throws Exception {
        Thread sender = new Thread(() -> store("on its way"));
        sender.start();
        assertThat(committing.await(60, TimeUnit.SECONDS)).isTrue();
        AtomicInteger commitsAtItsEnd = new AtomicInteger();
        Thread sequencer = new Thread(() -> {
            leadership.end();
            commitsAtItsEnd.set(commits.get());
        });
        sequencer.start();
        while (sequencer.isAlive() && sequencer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        disk.countDown();
        sequencer.join(60_000);
        sender.join(60_000);
        assertThat(commitsAtItsEnd).hasValue(1);
        assertThatThrownBy(() -> leadership.store(List.of(Samples.message("c:a", "too late")), writer()))
                .isInstanceOf(JMSException.class);
        assertThat(commits).hasValue(1);
    }

    /** It was given away by the broker: all that is known of that is what the tail reads. */
    @Test
    void alsoByAnotherOnesMarkerInTheLog() throws JMSException {
        disk.countDown();
        youngestTerm.set(lead.term());
        leadership.store(List.of(Samples.message("c:a", "in time")), writer());
        assertThat(leadership.isLost()).isFalse();
        youngestTerm.set(Terms.after(lead.term()));
        assertThat(leadership.isLost()).isTrue();
        assertThatThrownBy(() -> leadership.store(List.of(Samples.message("c:a", "too late")), writer()))
                .hasMessage("another one leads");
        assertThat(commits).hasValue(1);
    }

    /** Its own next term, which it begins with a new epoch, is no other one's. */
    @Test
    void notByItsOwnNewEpoch() throws JMSException {
        disk.countDown();
        PublishRecord fromAnotherLog =
                new PublishRecord.BarrierRequest(Samples.ORIGIN, new LogPosition("k3", 99, lead.term()));
        long before = lead.term();
        leadership.store(List.of(fromAnotherLog), writer());
        assertThat(lead.term()).isGreaterThan(before);
        youngestTerm.set(lead.term());
        assertThat(leadership.isLost()).isFalse();
    }

    private void store(String messageId) {
        try {
            leadership.store(List.of(Samples.message("c:a", messageId)), writer());
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** On a session whose commits wait for the disk. */
    private LogWriter writer() throws JMSException {
        Session session = ScriptedJms.of(Session.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "createProducer" -> ScriptedJms.of(MessageProducer.class, (producer, called, with) -> null);
            case "createBytesMessage" -> ScriptedJms.of(BytesMessage.class, (message, called, with) -> null);
            case "commit" -> {
                committing.countDown();
                disk.await();
                yield commits.incrementAndGet();
            }
            default -> null;
        });
        return new LogWriter(Samples.SHARD, Samples.SETTINGS, session, new LogWriterMeters(new SimpleMeterRegistry()));
    }
}
