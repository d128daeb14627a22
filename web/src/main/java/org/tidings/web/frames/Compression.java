package org.tidings.web.frames;

import org.tidings.session.SessionSettings;
import org.tidings.settings.Settings;

/**
 * Whether messages are deflated for those who ask for it, and which.
 *
 * @param minBytes messages shorter than this go as they are
 */
public record Compression(boolean on, int minBytes) {

    public static final Compression OFF = new Compression(false, 0);

    /** Off, unless the operator says otherwise: it costs more than it saves where the network is near, and see docs/security.md. */
    public static Compression from(Settings settings) {
        return new Compression(
                settings.getBoolean("tidings.compression", false),
                settings.getInt("tidings.compression-min-bytes", 256, 0, SessionSettings.MAX_FRAME_BYTES_CEILING));
    }
}
