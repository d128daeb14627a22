package org.tidings.testkit.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A process of its own: one thread that passes on what is published, encoded once, all that came together with one write for
 * each subscriber. It stores nothing, refuses nobody, and keeps what a slow reader does not take without bound.
 */
final class TrivialServer {

    private final Selector selector = Selector.open();
    private final ByteBuffer input = ByteBuffer.allocateDirect(64 * 1024);
    private final Map<String, Room> rooms = new HashMap<>();

    private TrivialServer(int port) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4096);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] arguments) throws IOException {
        new TrivialServer(Integer.parseInt(arguments[0])).run();
    }

    /** Until the process is ended. */
    private void run() throws IOException {
        for (; ; ) {
            selector.select();
            Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
            while (ready.hasNext()) {
                SelectionKey key = ready.next();
                ready.remove();
                if (key.isAcceptable()) {
                    accept((ServerSocketChannel) key.channel());
                } else {
                    ((TrivialClient) key.attachment()).transfer(key, input);
                }
            }
            rooms.values().forEach(Room::flush);
        }
    }

    private void accept(ServerSocketChannel listener) throws IOException {
        for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            key.attach(new TrivialClient(this, channel, key));
        }
    }

    Room room(String name) {
        return rooms.computeIfAbsent(name, Room::new);
    }

    /** Who is in it, and what was published since the last flush. */
    static final class Room {

        private static final int TEXT_FRAME = 0x81;
        private static final int TWO_BYTES_LENGTH = 126;

        private final String head;
        private final List<TrivialClient> members = new ArrayList<>();
        private ByteBuffer published = ByteBuffer.allocateDirect(64 * 1024);

        Room(String name) {
            head = "{\"room\":\"" + name + "\",\"text\":\"";
        }

        void join(TrivialClient client) {
            members.add(client);
        }

        void leave(TrivialClient client) {
            members.remove(client);
        }

        void publish(String text) {
            byte[] message = (head + text + "\"}").getBytes(StandardCharsets.US_ASCII);
            if (published.remaining() < message.length + 4) {
                published = ByteBuffer.allocateDirect(2 * published.capacity()).put(published.flip());
            }
            published.put((byte) TEXT_FRAME);
            if (message.length < TWO_BYTES_LENGTH) {
                published.put((byte) message.length);
            } else {
                published.put((byte) TWO_BYTES_LENGTH).putShort((short) message.length);
            }
            published.put(message);
        }

        void flush() {
            if (published.position() > 0) {
                published.flip();
                for (TrivialClient member : List.copyOf(members)) {
                    member.deliver(published.duplicate());
                }
                published.clear();
            }
        }
    }
}
