package org.tidings.web.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.ssl.SSLFilter;
import org.glassfish.grizzly.utils.DelayedExecutor;
import org.glassfish.grizzly.utils.IdleTimeoutFilter;
import org.glassfish.grizzly.utils.LogFilter;
import org.junit.jupiter.api.Test;

/**
 * Payara's listener has a filter that closes idle connections, in front of HTTP. It was not known, so every frame went through the server's
 * filters instead of to the socket, and no connection left HTTP; nothing said so, and all tests passed.
 */
class FramesTakeTheLongWayUnseenTest {
    @SuppressWarnings("deprecation") // There is no other constructor.
    private static FilterChain chain(Filter... beforeHttp) {
        return FilterChainBuilder.stateless()
                .add(new TransportFilter())
                .addAll(beforeHttp)
                .add(new HttpServerFilter())
                .build();
    }

    @Test
    void notWhereOnlyIdleRequestsAreTimed() {
        DelayedExecutor clock = IdleTimeoutFilter.createDefaultIdleDelayedExecutor();

        assertThat(GrizzlyWire.isPlain(chain(new IdleTimeoutFilter(clock, 30, TimeUnit.SECONDS))))
                .isTrue();
    }

    @Test
    void whereBytesAreEncrypted() {
        assertThat(GrizzlyWire.isPlain(chain(new SSLFilter()))).isFalse();
    }

    @Test
    void whereAFilterMightChangeThem() {
        assertThat(GrizzlyWire.isPlain(chain(new LogFilter()))).isFalse();
    }
}
