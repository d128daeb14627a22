package org.tidings.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;

/**
 * A port that is about to be listened on: checked before the server boots, because a server that finds it taken says so late and in
 * many lines.
 */
final class ListenPort {
    private ListenPort() {}

    /**
     * Finds out that {@code port} is free on {@code bind}, or picks a free one.
     *
     * @param purpose what it is for and how to choose another, as the option's name: {@code --port}
     * @param port 0 to 65535; 0 picks any free port
     * @return the port to listen on
     * @throws StartFailure when it is taken, or reserved
     */
    static int claim(String purpose, InetAddress bind, int port) throws StartFailure {
        try (ServerSocket probe = new ServerSocket()) {
            // As the server does it: a port whose last connections linger in TIME_WAIT is free.
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(bind, port));
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new StartFailure(
                    "cannot listen on " + Origin.hostPart(bind.getHostAddress()) + ":" + port + " (" + e.getMessage()
                            + "): end the process that uses it, or choose another with " + purpose,
                    e);
        }
    }

    /**
     * Resolves the address to bind to.
     *
     * @throws StartFailure when it is none of this machine's
     */
    static InetAddress address(String bind) throws StartFailure {
        try {
            InetAddress address = InetAddress.getByName(bind);
            if (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null) {
                return address;
            }
            throw new StartFailure(notOurs(bind));
        } catch (UnknownHostException | SocketException e) {
            throw new StartFailure(notOurs(bind), e);
        }
    }

    private static String notOurs(String bind) {
        return bind + " is no address of this machine: choose one with --bind, such as 127.0.0.1, or 0.0.0.0 for all";
    }
}
