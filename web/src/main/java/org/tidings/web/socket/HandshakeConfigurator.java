package org.tidings.web.socket;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import org.tidings.authentication.OriginPolicy;
import org.tidings.instance.CurrentInstance;

/**
 * The second line behind {@link HandshakeFilter}: should a server ever upgrade a request that did not pass the filter,
 * it ends here. How it ends differs (a false {@code checkOrigin} is 403 or 404, an exception 500); that it ends does
 * not. Also makes endpoints and negotiates the subprotocol. Thread-safe; no injection works here.
 */
public class HandshakeConfigurator extends ServerEndpointConfig.Configurator {
    /** Both looked up once: for each {@code CDI.current()} Payara walks the stack, to find out whose beans are meant. */
    private volatile CurrentInstance instance;

    private volatile OriginPolicy origins;

    /** One that is made here needs no more than the instance, and costs a connection nothing; a bean of CDI's is looked up and wired each time. */
    @Override
    public <T> T getEndpointInstance(Class<T> endpoint) {
        return endpoint == ChannelEndpoint.class
                ? endpoint.cast(new ChannelEndpoint(instance()))
                : CDI.current().select(endpoint).get();
    }

    private CurrentInstance instance() {
        CurrentInstance known = instance;
        if (known == null) {
            known = CDI.current().select(CurrentInstance.class).get();
            instance = known;
        }
        return known;
    }

    private OriginPolicy origins() {
        OriginPolicy known = origins;
        if (known == null) {
            known = CDI.current().select(OriginPolicy.class).get();
            origins = known;
        }
        return known;
    }

    /** A missing Origin is left to {@link #modifyHandshake}: it is allowed with a caller, and only then. */
    @Override
    public boolean checkOrigin(String origin) {
        return origin == null || origin.isEmpty() || origins().allows(origin);
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        if (!(request.getUserPrincipal() instanceof SeatedCaller)) {
            throw new IllegalStateException("A handshake came past the filter: refused");
        }
    }

    /** The first offered one that is known; nothing is echoed where none was offered, least of all a token. */
    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return requested.stream()
                .map(String::strip)
                .filter(Subprotocols.KNOWN::contains)
                .findFirst()
                .orElse("");
    }

    /** None of the container's: its compression costs memory for every connection, and may inflate without bound. {@code GuardedRequest} agrees to ours. */
    @Override
    public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
        return List.of();
    }
}
