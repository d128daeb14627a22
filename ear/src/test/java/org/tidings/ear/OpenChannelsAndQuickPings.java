package org.tidings.ear;

import java.util.Map;
import org.jboss.as.arquillian.setup.SystemPropertyServerSetupTask;

/** As {@link OpenChannels}; besides, who is silent for a second and does not answer within two more is cut off. */
public final class OpenChannelsAndQuickPings extends SystemPropertyServerSetupTask {

    public OpenChannelsAndQuickPings() {
        super(Map.of(
                "tidings.channels",
                "open",
                "tidings.ping-interval-millis",
                "1000",
                "tidings.pong-timeout-millis",
                "2000"));
    }
}
