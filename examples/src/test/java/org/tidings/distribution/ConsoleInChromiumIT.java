package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.testkit.Await.await;

import java.net.URI;
import java.nio.file.Path;
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
