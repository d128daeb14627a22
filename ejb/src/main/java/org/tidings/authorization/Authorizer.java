package org.tidings.authorization;

import org.tidings.authentication.Caller;

/**
 * Decides whether a caller may do something with a channel. Asked again whenever the answer may have changed, so it keeps
 * no memory of earlier answers. Thread-safe, does not block.
 */
@FunctionalInterface
public interface Authorizer {
    /** @param channel a valid channel name */
    Decision decide(Caller caller, ChannelAction action, String channel);
}
