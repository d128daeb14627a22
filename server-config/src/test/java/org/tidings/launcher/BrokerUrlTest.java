package org.tidings.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A URL that Artemis takes is refused, or a broker that stands by makes the pair look dead. */
class BrokerUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://broker-1.example:61616",
                "tcp://[::1]:61616",
                "tcp://10.0.0.1:61616?sslEnabled=true;trustStorePath=/etc/tidings/trust.p12",
                "(tcp://a:61616,tcp://b:61617)?ha=true"
            })
    void takesWhatArtemisTakes(String url) throws StartFailure {
        assertThat(BrokerUrl.parse(url).url()).isEqualTo(url);
    }

    @Test
    void oneBrokerOfAPairIsEnough() throws StartFailure, IOException {
        ServerSocket down = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        down.close();
        try (ServerSocket up = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BrokerUrl.parse("(tcp://127.0.0.1:" + down.getLocalPort() + ",tcp://127.0.0.1:" + up.getLocalPort()
                            + ")?ha=true")
                    .requireReachable(2_000, null);
        }
    }
}
