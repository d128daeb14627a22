package org.tidings.web.socket;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.glassfish.tyrus.core.BaseContainer;
import org.glassfish.tyrus.core.TyrusSession;
import org.junit.jupiter.api.Test;

/**
 * At 10 times the log's rate an instance took 4,000 requests a second: every HTTP thread waited for a lock on a jar file,
 * in which it looked for what to do with a task that does nothing. The way around lies inside of Tyrus, and another
 * version may have moved it.
 */
class TyrusIdleTimerTest {

    @Test
    void knowsWhereThisVersionOfTyrusKeepsIt() {
        assertThatCode(() -> TyrusIdleTimer.scheduler(TyrusSession.class)).doesNotThrowAnyException();
        assertThatCode(() -> TyrusIdleTimer.containersScheduler(BaseContainer.class))
                .doesNotThrowAnyException();
    }
}
