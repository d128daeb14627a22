package org.tidings.authorization;

import org.tidings.namespace.NamespaceName;

/** All channels of a namespace. */
record Namespace(String name) implements Channels {

    @Override
    public boolean hold(String channel, CallerValues caller) {
        int colon = channel.indexOf(':');
        return colon < 0 ? name.equals(NamespaceName.DEFAULT) : colon == name.length() && channel.startsWith(name);
    }

    @Override
    public boolean mayShare(ChannelPattern pattern, CallerValues caller) {
        String beginning = pattern.beginning();
        return beginning.equals(name) || beginning.startsWith(name + ":");
    }
}
