package org.tidings.ear;

/** Everything once more on the same server, after the EAR was taken away and put back. */
class WildFlyRedeployedIT extends WildFlyIT {}
