package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.testkit.Await.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/** The way of a browser, in a real one: token in the subprotocol, Origin, no pings, a page's content security policy. */
@EnabledIf(value = "org.tidings.distribution.Chromium#installed", disabledReason = Chromium.WHAT_TO_DO)
@ExtendWith(NodesExtension.class)
class ConsoleInChromiumIT {

    @TempDir
    private Path profile;

    private NodePair pair;
    private String channel;
    private String token;

    /** Null where it did not start. */
    private ChromeDriver browser;

    private ConsolePage page;

    @BeforeEach
    void openBrowser(NodePair running) {
        pair = running;
        channel = pair.freshChannel();
        token = pair.tokens().of("alice");
        browser = Chromium.start(profile);
        page = new ConsolePage(browser);
    }

    @AfterEach
    void closeBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    @Test
    void connectsByALinkAndForgetsItsToken() {
        page.open(URI.create(pair.a().http("/console/") + "#token=" + token));
        page.awaitState("connected");
        assertThat(page.address()).doesNotContain("token");
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void whatStrangersWriteIsShownAsText() {
        String mallory = "<img/src=x/onerror=document.title='hit'>";
        List<String> hostile = List.of(
                "\"<img src=x onerror=\\\"document.title='hit'\\\">\"",
                "\"<script>document.title='hit'</script>\"",
                "{\"</code><svg onload=alert(1)>\":\"</li></ol><iframe srcdoc='<script>top.document.title=1</script>'>\"}",
                "\"javascript:alert(1) \u202e\u2066 &lt;b&gt;\"");
        page.open(pair.a().http("/console/"));
        page.connect(pair.tokens().of(mallory));
        page.awaitState("connected");
        page.subscribe(channel);
        try (WireClient stranger = pair.a().connect(pair.tokens().of(mallory))) {
            hostile.forEach(payload -> stranger.publish(channel, payload));
        }
        await(() -> page.payloads(channel).size() == hostile.size(), "not every event is shown");
        assertThat(page.payloads(channel)).isEqualTo(hostile);
        assertThat(page.publishers(channel)).containsOnly(mallory);
        assertThat(page.identity()).contains(mallory);
        assertThat(page.foreignElements()).isZero();
        assertThat(page.title()).isEqualTo("Tidings console");
        assertThat(page.complaints()).as("nothing was even tried").isEmpty();

        assertThat(page.runsInjectedScript()).as("had one been").isFalse();
        assertThat(page.complaints()).singleElement().asString().contains("Content Security Policy");
    }

    /** What the browser offers by itself, both ways. */
    @Test
    void deflatesAndInflates() {
        page.open(pair.a().http("/console/"));
        Object seen = browser.executeAsyncScript(
                """
                const done = arguments[2];
                const words = 'again and '.repeat(500);
                const url = location.origin.replace('http', 'ws') + '/tidings/ws';
                const socket = new WebSocket(url, ['tidings.v1.json', 'bearer.' + arguments[0]]);
                const ask = (action, payload) => socket.send(JSON.stringify(
                    {v: 1, type: 'request', action, id: action, channel: arguments[1], payload}));
                socket.onclose = event => done('closed with ' + event.code);
                socket.onmessage = message => message.data.split('\\n').map(JSON.parse).forEach(envelope => {
                    if (envelope.action === 'hello') ask('subscribe', {});
                    if (envelope.action === 'subscribe') ask('publish', words);
                    if (envelope.action === 'message') done(socket.extensions + (envelope.payload === words));
                });
                """,
                token,
                channel);
        assertThat(seen).isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeovertrue");
        assertThat(page.complaints()).isEmpty();
    }

    /** Events without positions were all taken for duplicates of the first. */
    @Test
    void showsWhatNobodyKeeps() {
        String cursor = pair.freshChannel("cursor");
        page.open(pair.a().http("/console/"));
        page.connect(token);
        page.awaitState("connected");
        page.subscribe(cursor);
        assertThat(page.publish(cursor, "1")).startsWith("handed over in ");
        page.publish(cursor, "1");
        await(() -> page.payloads(cursor).size() == 2, "not every event is shown");
        assertThat(page.count("duplicates")).isZero();
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void goesOnWithANewTokenBeforeTheOldOneEnds() {
        page.open(pair.a().http("/console/"));
        page.connect(pair.tokens().ending("alice", Duration.ofSeconds(50)));
        page.awaitState("connected");
        page.subscribe(channel);
        await(() -> page.notice().contains("ends within a minute"), "the console does not warn");

        page.connect(token);
        await(() -> page.notice().isEmpty(), "the new token is not taken");
        assertThat(page.identity()).contains("token ends in").doesNotContain(" s");
        assertThat(page.publish(channel, "1")).startsWith("stored at ");
        assertThat(page.count("reconnects")).isZero();
        assertThat(page.token()).isEmpty();
        assertThat(page.complaints()).isEmpty();
    }

    /** B dies under the page; what others publish meanwhile is there once the page has come back by itself. */
    @Test
    void resumesWhereItWasAfterItsInstanceWasKilled() {
        Node b = pair.b();
        page.open(b.http("/console/"));
        page.connect(token);
        page.awaitState("connected");
        assertThat(page.token()).isEmpty();
        page.subscribe(channel);
        assertThat(page.publish(channel, "{\"n\":1}")).startsWith("stored at ");
        await(() -> page.payloads(channel).equals(List.of("{\"n\":1}")), "the event is not shown");
        assertThat(page.complaints()).isEmpty();

        b.kill9();
        WireEnvelope missed;
        try (WireClient onA = pair.a().connect(token)) {
            missed = onA.publish(channel, "{\"n\":2}");
            await(() -> !page.state().equals("connected"), "the console does not notice");
        } finally {
            b.start();
        }

        page.awaitState("connected");
        page.publish(channel, "{\"n\":3}");
        await(() -> page.payloads(channel).size() >= 3, "not every event is shown");
        assertThat(page.payloads(channel)).containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
        assertThat(page.count("gaps")).isZero();
        assertThat(page.count("reconnects")).isPositive();
        String[] position = page.position(channel).split("\\.");
        assertThat(position[0]).isEqualTo(missed.epoch());
        assertThat(Long.parseLong(position[1])).isGreaterThan(missed.seq());
    }
}
