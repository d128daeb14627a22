package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A frame is made once for all that have the same waiting, and never given to one that has something else waiting. */
class SharedFramesTest {
    private final SharedFrames frames = new SharedFrames();
    private final String first = new String("{\"seq\":1}");
    private final String second = new String("{\"seq\":2}");

    @Test
    void theSameBacklogIsOneFrame() {
        OutboundFrame frame = frames.of(WireFormat.JSON, List.of(first, second));
        assertThat(frames.of(WireFormat.JSON, List.of(first, second))).isSameAs(frame);
        assertThat(frame.text()).isEqualTo("{\"seq\":1}\n{\"seq\":2}");
        assertThat(frame.envelopes()).isEqualTo(2);
    }

    @Test
    void anotherBacklogIsAnother() {
        frames.of(WireFormat.JSON, List.of(first, second));
        assertThat(frames.of(WireFormat.JSON, List.of(first)).text()).isEqualTo("{\"seq\":1}");
        assertThat(frames.of(WireFormat.JSON, List.of(first, first)).text()).isEqualTo("{\"seq\":1}\n{\"seq\":1}");
    }

    @Test
    void whoeverSendsItDoesNotMoveItForOthers() {
        OutboundFrame frame = OutboundFrame.text("hi", 1);
        ByteBuffer ready = frame.ready();
        ready.position(ready.limit());
        assertThat(hex(frame.ready())).isEqualTo("81026869");
        assertThat(frame.payload().remaining()).isEqualTo(2);
    }

    @Test
    void theHeaderGrowsWithTheLength() {
        assertThat(hex(OutboundFrame.text("x".repeat(125), 1).ready())).startsWith("817d78");
        assertThat(hex(OutboundFrame.text("x".repeat(126), 1).ready())).startsWith("817e007e78");
        assertThat(hex(OutboundFrame.text("x".repeat(65_535), 1).ready())).startsWith("817effff78");
        assertThat(hex(OutboundFrame.binary(new byte[65_536], 1).ready())).startsWith("827f000000000001000000");
    }

    private static String hex(ByteBuffer frame) {
        return HexFormat.of().formatHex(frame.array());
    }
}
