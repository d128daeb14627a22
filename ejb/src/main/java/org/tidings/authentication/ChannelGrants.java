package org.tidings.authentication;

import java.util.List;

/**
 * What the token's own {@code tidings} claim says about channels. It only narrows what the caller may do otherwise.
 *
 * @param subscribe patterns of channels that may be read; null where the claim does not narrow reading; empty: none
 * @param publish patterns of channels that may be published to; null where not narrowed; empty: none
 * @param metaJson what presence shows about the caller, a JSON object's text; null where absent
 */
public record ChannelGrants(List<String> subscribe, List<String> publish, String metaJson) {
    /** A token without the claim narrows nothing. */
    public static final ChannelGrants UNRESTRICTED = new ChannelGrants(null, null, null);

    public ChannelGrants {
        subscribe = subscribe == null ? null : List.copyOf(subscribe);
        publish = publish == null ? null : List.copyOf(publish);
    }
}
