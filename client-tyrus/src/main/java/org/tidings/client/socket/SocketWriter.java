package org.tidings.client.socket;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;

/** Writes frames to a socket, whole and one after another: the reader's pongs come between the sender's messages. */
final class SocketWriter extends Writer {

    private final Socket socket;
    private final Sockets sockets;

    SocketWriter(Socket socket, Sockets sockets) {
        this.socket = socket;
        this.sockets = sockets;
    }

    @Override
    public void write(ByteBuffer frame, CompletionHandler<ByteBuffer> completion) {
        try {
            synchronized (this) {
                socket.getOutputStream()
                        .write(frame.array(), frame.arrayOffset() + frame.position(), frame.remaining());
            }
        } catch (IOException gone) {
            completion.failed(gone);
            return;
        }
        frame.position(frame.limit());
        completion.completed(frame);
    }

    @Override
    public void close() {
        sockets.close(socket);
    }
}
