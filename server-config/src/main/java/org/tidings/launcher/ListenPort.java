package org.tidings.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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
     * @throws StartFailure when it is taken, reserved, or {@code bind} is no address of this machine
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
     * @throws StartFailure when the name does not resolve
     */
    static InetAddress address(String bind) throws StartFailure {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new StartFailure(
                    "--bind " + bind + " is no address of this machine: give one, such as 127.0.0.1 or 0.0.0.0", e);
        }
    }
}
