package org.tidings.web.socket;

import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import org.tidings.authentication.OriginPolicy;

/**
 * The second line behind {@link HandshakeFilter}: should a server ever upgrade a request that did not pass the filter,
 * it ends here. How it ends differs (a false {@code checkOrigin} is 403 or 404, an exception 500); that it ends does
 * not. Also makes endpoints CDI beans and negotiates the subprotocol. Thread-safe; no injection works here.
 */
public class HandshakeConfigurator extends ServerEndpointConfig.Configurator {
    /** Looked up once: for each {@code CDI.current()} Payara walks the stack, to find out whose beans are meant. */
    private volatile BeanManager beans;

    @Override
    public <T> T getEndpointInstance(Class<T> endpoint) {
        BeanManager manager = beans();
        Bean<?> bean = manager.resolve(manager.getBeans(endpoint));
        return endpoint.cast(manager.getReference(bean, endpoint, manager.createCreationalContext(bean)));
    }

    private BeanManager beans() {
        BeanManager known = beans;
        if (known == null) {
            known = CDI.current().getBeanManager();
            beans = known;
        }
        return known;
    }

    /** A missing Origin is left to {@link #modifyHandshake}: it is allowed with a caller, and only then. */
    @Override
    public boolean checkOrigin(String origin) {
        return origin == null
                || origin.isEmpty()
                || CDI.current().select(OriginPolicy.class).get().allows(origin);
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
