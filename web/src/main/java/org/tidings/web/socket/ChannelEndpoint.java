package org.tidings.web.socket;

import jakarta.enterprise.context.Dependent;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** One WebSocket connection. */
@Dependent
@ServerEndpoint(value = "/ws", subprotocols = Subprotocols.JSON_V1, configurator = HandshakeConfigurator.class)
public class ChannelEndpoint {
    @OnOpen
    public void opened(Session session) {
        session.getAsyncRemote()
                .sendText("{\"user\":\"" + session.getUserPrincipal().getName() + "\"}");
    }
}
