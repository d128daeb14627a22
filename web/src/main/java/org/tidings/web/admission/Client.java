package org.tidings.web.admission;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tidings.limits.ClientAddress;
import org.tidings.limits.ClientAddresses;

/** Where a request came from. Thread-safe. */
public final class Client {

    private static final Logger LOG = System.getLogger(Client.class.getName());
    private static final AtomicBoolean WARNED = new AtomicBoolean();

    private Client() {}

    public static ClientAddress of(HttpServletRequest request, ClientAddresses addresses) {
        List<String> lines = Collections.list(request.getHeaders(addresses.header()));
        String peer = request.getRemoteAddr();
        if (addresses.isForgotten(peer, lines) && WARNED.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "A proxy at {0} names its clients, but tidings.trusted-proxies does not name it:"
                            + " no limit per address holds behind it",
                    peer);
        }
        return addresses.of(peer, lines);
    }
}
