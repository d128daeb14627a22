package org.tidings.authorization;

import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * What an application is asked.
 *
 * @param caller who wants to; without the token's text
 * @param channel a valid channel name
 */
public record ChannelRequest(JsonWebToken caller, ChannelAction action, String channel) {}
