package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Both addresses of a pair are one to Artemis' client, which then fails over without telling the sequencer. */
class BrokerUrlsTest {

    @Test
    void oneBrokerKeepsItsParameters() {
        assertThat(BrokerUrls.of("tcp://a:1?sslEnabled=true;keyStorePath=x"))
                .containsExactly("tcp://a:1?sslEnabled=true;keyStorePath=x");
        assertThat(BrokerUrls.of("vm://0")).containsExactly("vm://0");
    }

    @Test
    void aPairIsTwo() {
        assertThat(BrokerUrls.of("tcp://a:1,tcp://[::1]:2")).containsExactly("tcp://a:1", "tcp://[::1]:2");
    }

    @Test
    void whatStandsBehindAPairIsMeantForBoth() {
        assertThat(BrokerUrls.of("(tcp://a:1?tcpNoDelay=true,tcp://b:2)?ha=true&callTimeout=9"))
                .containsExactly("tcp://a:1?tcpNoDelay=true&ha=true&callTimeout=9", "tcp://b:2?ha=true&callTimeout=9");
    }
}
