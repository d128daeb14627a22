package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.testkit.Await.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/** What a program of ours reads as a stream, a browser's EventSource may not; and it keeps the position by itself. */
@EnabledIf(value = "org.tidings.distribution.Chromium#installed", disabledReason = Chromium.WHAT_TO_DO)
@ExtendWith(NodesExtension.class)
class EventSourceInChromiumIT {

    private static final String LISTEN =
            """
            window.seen = [];
            window.named = [];
            window.source = new EventSource(arguments[0]);
            source.onmessage = (event) => seen.push(event.lastEventId + ' ' + JSON.parse(event.data).payload);
            for (const name of ['hello', 'subscribed', 'position']) {
              source.addEventListener(name, () => named.push(name));
            }
            """;

    @TempDir
    private Path profile;

    @Test
    void hearsEventsAndKeepsTheirPositions(NodePair pair) throws IOException, InterruptedException {
        String channel = pair.freshChannel();
        String token = pair.tokens().of("alice");
        String ticket = DescribedApi.json(new DescribedApi(pair.a())
                        .call(pair.a(), "POST", "/tickets", token)
                        .body())
                .getString("ticket");
        ChromeDriver browser = Chromium.start(profile);
        try (WireClient publisher = pair.b().connect(token)) {
            browser.get(pair.a().http("/console/").toString());
            browser.executeScript(
                    LISTEN,
                    pair.a()
                            .http("/api/channels/" + channel + "/stream?ticket=" + ticket)
                            .toString());
            await(() -> strings(browser, "named").contains("subscribed"), "the stream does not begin");
            WireEnvelope stored = publisher.publish(channel, "\"grüezi\"");
            await(() -> !strings(browser, "seen").isEmpty(), "no event is heard");
            assertThat(strings(browser, "seen")).containsExactly(stored.epoch() + "." + stored.seq() + " grüezi");
            await(() -> strings(browser, "named").contains("position"), "no position is heard");
            assertThat(strings(browser, "named")).startsWith("hello", "subscribed");
        } finally {
            browser.quit();
        }
    }

    private static List<String> strings(ChromeDriver browser, String variable) {
        return ((List<?>) browser.executeScript("return " + variable))
                .stream().map(String::valueOf).toList();
    }
}
