package org.tidings.authorization;

import org.eclipse.microprofile.jwt.JsonWebToken;
import org.tidings.authentication.Caller;

/**
 * What an application is asked.
 *
 * @param caller who wants to; without the token's text
 * @param channel a valid channel name
 */
public record ChannelRequest(JsonWebToken caller, ChannelAction action, String channel) {
    /** The same caller, as Tidings knows it. */
    Caller asking() {
        return (Caller) caller;
    }
}
