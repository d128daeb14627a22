package org.tidings.authorization;

import java.util.List;
import org.tidings.authentication.Caller;

/**
 * Decides whether a caller may do something with a channel. Asked again whenever the answer may have changed, so it keeps
 * no memory of earlier answers. Thread-safe, does not block.
 */
public interface Authorizer {
    /** @param channel a valid channel name */
    Decision decide(Caller caller, ChannelAction action, String channel);

    /**
     * Whether the caller may do it with some channel that the pattern holds, as far as can be said without knowing them: what is
     * done with each of them is still to be decided.
     */
    boolean mayAllowSome(Caller caller, ChannelAction action, ChannelPattern pattern);

    /** What each rule about the action has to do with that decision. */
    List<Consideration> consider(Caller caller, ChannelAction action, String channel);
}
