package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueRequestor;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.log.LogSettings;

/** A log that its readers consume, that forgets the wrong entries, or that refuses new ones too early. */
class ReadingTakesNothingFromTheLogTest {
    private static final String LOG = "log.0";
    private static final String LOG_QUEUE = "log.0::log-0";
    private static final long PLENTY = 64L << 20;

    @TempDir
    private Path journal;

    @Test
    void everyReaderGetsAllFromTheHeadAndThenWhatComes() throws JMSException {
        try (BrokerUnderTest broker = new BrokerUnderTest(journal, 1_000, PLENTY)) {
            broker.send(LOG, 0, 10, 100);
            MessageConsumer first = broker.reader(LOG_QUEUE);
            assertThat(BrokerUnderTest.numbers(first, 10)).isEqualTo(range(0, 10));

            MessageConsumer second = broker.reader(LOG_QUEUE);
            broker.send(LOG, 10, 5, 100);

            assertThat(BrokerUnderTest.numbers(first, 5)).isEqualTo(range(10, 15));
            assertThat(BrokerUnderTest.numbers(second, 15)).isEqualTo(range(0, 15));
        }
    }

    @Test
    void aFullRingDropsItsOldestEntries() throws JMSException {
        try (BrokerUnderTest broker = new BrokerUnderTest(journal, 100, PLENTY)) {
            broker.send(LOG, 0, 250, 100);

            assertThat(BrokerUnderTest.numbers(broker.reader(LOG_QUEUE), 100)).isEqualTo(range(150, 250));
        }
    }

    @Test
    void aRestartKeepsEntriesAndTheirOrder() throws JMSException {
        try (BrokerUnderTest broker = new BrokerUnderTest(journal, 100, PLENTY)) {
            broker.send(LOG, 0, 150, 100);
            BrokerUnderTest.numbers(broker.reader(LOG_QUEUE), 100);
            broker.restart();
            broker.send(LOG, 150, 1, 100);

            assertThat(BrokerUnderTest.numbers(broker.reader(LOG_QUEUE), 100)).isEqualTo(range(51, 151));
        }
    }

    /**
     * Artemis counts more for an entry than its leader does. Were the limit the ring's own bytes, entries that just exceed a power of
     * two, of which Artemis counts the buffer, would fill it before the leader trims.
     */
    @ParameterizedTest
    @ValueSource(ints = {50, 1_100, 4_200, 33_000, 65_000})
    void refusesNothingBeforeTheLeaderTrims(int bodyBytes) throws Exception {
        long ringBytes = 8L << 20;
        try (BrokerUnderTest broker = new BrokerUnderTest(journal, 1_000_000, ringBytes)) {
            int entries = (int) (ringBytes / (bodyBytes + LogSettings.ENTRY_OVERHEAD_BYTES));
            broker.send(LOG, 0, entries, bodyBytes);

            assertThat(broker.bytes(LOG)).isLessThan(ringBytes * 2);
        }
    }

    @Test
    void anAddressFullOfBytesRefusesAndDoesNotPageAndGoesOnOnceTrimmed() throws Exception {
        try (BrokerUnderTest broker = new BrokerUnderTest(journal, 1_000_000, 1L << 20)) {
            assertThatThrownBy(() -> broker.send(LOG, 0, 100, 60_000))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("full");
            assertThat(broker.pages(LOG)).isZero();

            trim(broker, "n < 10");
            broker.send(LOG, 100, 1, 60_000);

            MessageConsumer reader = broker.reader(LOG_QUEUE);
            assertThat(BrokerUnderTest.numbers(reader, 1)).containsExactly(10);
        }
    }

    @Test
    void aMisspeltAddressIsRefused() throws JMSException {
        try (BrokerUnderTest broker = new BrokerUnderTest(journal, 100, PLENTY)) {
            assertThatThrownBy(() -> broker.send("log.7", 0, 1, 10)).isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> broker.reader("log.0::log-7")).isInstanceOf(JMSException.class);
        }
    }

    private static void trim(BrokerUnderTest broker, String filter) throws Exception {
        var session = broker.requests();
        QueueRequestor requestor = new QueueRequestor(session, broker.queue("activemq.management"));
        var request = session.createMessage();
        JMSManagementHelper.putOperationInvocation(request, "queue.log-0", "removeMessages", filter);
        assertThat(JMSManagementHelper.hasOperationSucceeded(requestor.request(request)))
                .isTrue();
        requestor.close();
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
