package org.tidings.launcher;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of an Artemis broker in the form its client takes: {@code tcp://host:port}, with parameters, or several for a pair:
 * {@code tcp://a:61616,tcp://b:61616}, also as Artemis writes it, {@code (tcp://a:61616,tcp://b:61616)?…}.
 */
record BrokerUrl(String url, List<InetSocketAddress> addresses) {
    private static final Pattern CONNECTOR = Pattern.compile("tcp://(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):([0-9]{1,5})");
    private static final String PARAMETERS = "(\\?[^\\s()]*)?";
    private static final Pattern ONE = Pattern.compile(CONNECTOR + PARAMETERS);
    private static final String LIST = CONNECTOR + "(," + CONNECTOR + ")*";
    private static final Pattern SEVERAL = Pattern.compile(LIST + "|\\(" + LIST + "\\)" + PARAMETERS);

    /** @throws StartFailure when it is not of that form */
    static BrokerUrl parse(String url) throws StartFailure {
        List<InetSocketAddress> addresses = new ArrayList<>();
        if (ONE.matcher(url).matches() || SEVERAL.matcher(url).matches()) {
            Matcher connector = CONNECTOR.matcher(url);
            while (connector.find()) {
                int port = Integer.parseInt(connector.group(2));
                if (port < 1 || port > 65535) {
                    throw bad(url);
                }
                addresses.add(InetSocketAddress.createUnresolved(connector.group(1), port));
            }
            return new BrokerUrl(url, List.copyOf(addresses));
        }
        throw bad(url);
    }

    private static StartFailure bad(String url) {
        return new StartFailure("--broker " + url
                + " is no broker URL: give tcp://HOST:PORT, or tcp://HOST:PORT,tcp://HOST:PORT for a pair");
    }

    /** Whether the URL itself asks for TLS. */
    private boolean secure() {
        return url.contains("sslEnabled=true");
    }

    /**
     * Connects to one of the brokers and hangs up.
     *
     * @param timeoutMillis for each of them
     * @param issuers of the brokers' certificates; null for those that Java trusts, where TLS is spoken
     * @throws StartFailure when none answers, or one has a certificate that is not trusted
     */
    void requireReachable(int timeoutMillis, Path issuers) throws StartFailure {
        BrokerTls tls = issuers != null || secure() ? new BrokerTls(issuers) : null;
        String reason = "";
        for (InetSocketAddress address : addresses) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address.getHostString(), address.getPort()), timeoutMillis);
                if (tls != null) {
                    tls.check(socket, address, timeoutMillis);
                }
                return;
            } catch (IOException e) {
                reason = e.getMessage();
            }
        }
        throw new StartFailure(
                "no broker answers at " + url + " (" + reason
                        + "): start one with './tidings broker', or correct --broker; without --broker the instance brings its own");
    }
}
