package org.tidings.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidings.instance.CurrentInstance;

/**
 * Where no session could be begun, the connection stayed: a container tells of such a failure and goes on. Its peer was never pinged
 * and never answered, and its socket was counted nowhere.
 */
class UnopenedConnectionIsEndedTest {

    private final List<CloseReason> closed = new ArrayList<>();
    private final Session socket = (Session) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("close");
                closed.add((CloseReason) arguments[0]);
                return null;
            });

    @Test
    void with1011() throws Exception {
        ChannelEndpoint endpoint = new ChannelEndpoint(new CurrentInstance());

        endpoint.failed(socket, new IllegalStateException("the instance is gone"));

        assertThat(closed).hasSize(1);
        assertThat(closed.get(0).getCloseCode().getCode()).isEqualTo(1011);
    }
}
