package org.tidings.testkit.frames;

import java.util.List;
import java.util.stream.Stream;

/** All tricks with frames, each of another name. */
public final class FrameTricks {
    private FrameTricks() {}

    /**
     * @param channel what is published in a frame that breaks a rule goes to this channel, and must not arrive
     * @param maxFrameBytes the server's limit
     */
    public static List<Trick> all(String channel, int maxFrameBytes) {
        return Stream.of(
                        HeaderTricks.all(channel),
                        MessageTricks.all(channel, maxFrameBytes),
                        ControlTricks.all(channel),
                        StreamTricks.all(channel))
                .flatMap(List::stream)
                .toList();
    }
}
