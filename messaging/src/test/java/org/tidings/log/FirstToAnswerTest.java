package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tidings.log.FirstToAnswer.Candidate;

/** The live broker of a pair froze; who waits for its answer does not see that the other one is live. */
@Timeout(60)
class FirstToAnswerTest {

    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch thaw = new CountDownLatch(1);
    private final CountDownLatch lateOneClosed = new CountDownLatch(1);
    private final Connection live = connection(new CountDownLatch(1));

    @AfterEach
    void end() {
        thaw.countDown();
        workers.shutdownNow();
    }

    @Test
    void theOneThatRefusesIsPassedOver() throws JMSException {
        assertThat(of(this::refuse, () -> live).open()).isSameAs(live);
    }

    @Test
    void theOneThatBecomesLiveIsFoundWhileTheOtherSaysNothing() throws JMSException {
        AtomicInteger asked = new AtomicInteger();
        Candidate backup = () -> asked.incrementAndGet() < 3 ? refuse() : live;
        assertThat(of(this::frozen, backup).open()).isSameAs(live);
        assertThat(asked).hasValue(3);
    }

    /** It would hold its place in the broker, and, as a consumer's, the lead. */
    @Test
    void whatComesTooLateIsClosed() throws Exception {
        assertThat(of(this::frozen, () -> live).open()).isSameAs(live);
        thaw.countDown();
        assertThat(lateOneClosed.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void bothThatRefuseAreAFailure() {
        assertThatThrownBy(() -> of(this::refuse, this::refuse).open())
                .isInstanceOf(JMSException.class)
                .hasRootCauseMessage("refused");
    }

    @Test
    void theEndOfTheLogIsNotWaitedForByTheSilent() {
        closed.set(true);
        assertThatThrownBy(() -> of(this::frozen, this::frozen).open()).isInstanceOf(JMSException.class);
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> of(this::frozen, this::frozen).open()).isInstanceOf(JMSException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private FirstToAnswer of(Candidate... candidates) {
        return new FirstToAnswer(List.of(candidates), workers, closed::get);
    }

    private Connection refuse() throws JMSException {
        throw new JMSException("refused");
    }

    private Connection frozen() throws JMSException {
        try {
            thaw.await();
            return connection(lateOneClosed);
        } catch (InterruptedException e) {
            throw new JMSException("interrupted");
        }
    }

    /** Can only be closed. */
    private static Connection connection(CountDownLatch whenClosed) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        whenClosed.countDown();
                        return null;
                    }
                    return method.getName().equals("equals") ? (Object) (self == arguments[0]) : "connection";
                });
    }
}
