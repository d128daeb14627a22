package org.tidings.web.frames;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** What a container hands over of a connection on which something has come already. */
abstract class ReadyInput extends ServletInputStream {
    @Override
    public final boolean isFinished() {
        return false;
    }

    @Override
    public final boolean isReady() {
        return true;
    }

    /** The container calls at once. */
    @Override
    public void setReadListener(ReadListener listener) {
        try {
            listener.onDataAvailable();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
