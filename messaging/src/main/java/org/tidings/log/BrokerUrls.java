package org.tidings.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The addresses in a broker's URL: one, or those of a pair, {@code tcp://a:61616,tcp://b:61616} or as Artemis writes it,
 * {@code (tcp://a:61616,tcp://b:61616)?parameters}.
 *
 * <p>A pair is never left to Artemis' client: that would fail over silently, and the sequencer must know.
 */
final class BrokerUrls {

    private BrokerUrls() {}

    /** Each with the parameters that stand behind all of them. */
    static List<String> of(String url) {
        if (!url.startsWith("(")) {
            return List.of(url.split(","));
        }
        int end = url.lastIndexOf(')');
        String parameters = url.substring(end + 1);
        List<String> urls = new ArrayList<>();
        for (String one : url.substring(1, end).split(",")) {
            urls.add(one.contains("?") ? one + parameters.replace('?', '&') : one + parameters);
        }
        return urls;
    }
}
