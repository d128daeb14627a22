package org.tidings.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Ports on the loopback address that nobody listens on, each given once per test run. */
public final class FreePort {

    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePort() {}

    public static synchronized int next() {
        for (; ; ) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (GIVEN.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("no free port", e);
            }
        }
    }
}
