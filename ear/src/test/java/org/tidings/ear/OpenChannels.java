package org.tidings.ear;

import java.util.Map;
import org.jboss.as.arquillian.setup.SystemPropertyServerSetupTask;

/** Opens every channel on a running WildFly for what is deployed next, as an administrator would. */
public final class OpenChannels extends SystemPropertyServerSetupTask {

    public OpenChannels() {
        super(Map.of("tidings.channels", "open"));
    }
}
