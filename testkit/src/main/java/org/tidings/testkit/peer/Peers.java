package org.tidings.testkit.peer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The peers that {@code --peers} can name. */
public final class Peers {

    /** One a line, in the order in which tables and charts show them. */
    private static final List<Peer> ALL = List.of(
            new NodePeer("socketio", "socketio", null, SocketIoTalk::new),
            new NodePeer("socketio-redis", "socketio", "redis", SocketIoTalk::new),
            new NodePeer("socketio-streams", "socketio", "streams", SocketIoTalk::new),
            new NodePeer("ws", "ws", null, (port, user, channel) -> new RoomsTalk(port, channel)),
            new Uws(),
            new JavaPeer("spring", "org.tidings.peer.StompBroker", StompTalk::new),
            new JavaPeer("artemis-mqtt", "org.tidings.peer.MqttBroker", MqttTalk::new),
            new Centrifugo(),
            new Trivial());

    private Peers() {}

    public static Optional<Peer> named(String name) {
        return ALL.stream().filter(peer -> peer.name().equals(name)).findFirst();
    }

    public static Stream<String> names() {
        return ALL.stream().map(Peer::name);
    }
}
