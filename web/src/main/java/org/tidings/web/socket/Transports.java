package org.tidings.web.socket;

import jakarta.websocket.Session;
import org.tidings.session.Transport;
import org.tidings.session.WireFormat;
import org.tidings.web.frames.OutputSlot;

/** Which way a connection's frames take. */
final class Transports {

    private Transports() {}

    /** Straight to the connection where that can be reached, else through the container. */
    static Transport of(Session socket, WireFormat format) {
        WebSocketTransport portable = new WebSocketTransport(socket, format);
        OutputSlot slot = ((SeatedCaller) socket.getUserPrincipal()).output();
        return slot.output()
                .<Transport>map(output -> new TyrusTransport(portable, output, slot.deflatedFrom()))
                .orElseGet(() -> UndertowTransport.of(socket, portable));
    }
}
