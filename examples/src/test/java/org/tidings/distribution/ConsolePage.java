package org.tidings.distribution;

import java.net.URI;
import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;
import org.tidings.testkit.Await;

/** The console as a user sees it: what can be typed, pressed and read. */
final class ConsolePage {

    private final ChromeDriver browser;

    ConsolePage(ChromeDriver browser) {
        this.browser = browser;
    }

    void open(URI address) {
        browser.get(address.toString());
    }

    String address() {
        return browser.getCurrentUrl();
    }

    void connect(String token) {
        type("token", token);
        press("connect");
    }

    String token() {
        return find("token").getDomProperty("value");
    }

    void awaitState(String state) {
        Await.await(() -> state().equals(state), "the console is not " + state);
    }

    String state() {
        return find("state").getDomAttribute("data-state");
    }

    void subscribe(String channel) {
        type("channel", channel);
        press("subscribe");
        Await.await(() -> "live".equals(subscription(channel, "data-state")), "no live subscription to " + channel);
    }

    /** Where the console would resume: epoch and seq. */
    String position(String channel) {
        return subscription(channel, "data-position");
    }

    private String subscription(String channel, String attribute) {
        List<WebElement> items =
                browser.findElements(By.cssSelector("#subscriptions li[data-channel='" + channel + "']"));
        try {
            return items.isEmpty() ? "" : items.get(0).getDomAttribute(attribute);
        } catch (StaleElementReferenceException redrawn) {
            return "";
        }
    }

    /** Publishes and waits for the answer. */
    String publish(String channel, String payload) {
        type("publish-channel", channel);
        type("payload", payload);
        press("publish");
        Await.await(
                () -> !"pending".equals(find("publish-result").getDomAttribute("data-kind")), "no answer to a publish");
        return find("publish-result").getText();
    }

    /** The payloads of a channel's events, oldest first. */
    List<String> payloads(String channel) {
        Object payloads = browser.executeScript(
                """
                return [...document.querySelectorAll('#events li[data-kind=message]')]
                  .filter(item => item.dataset.channel === arguments[0])
                  .map(item => item.querySelector('.payload').textContent)
                  .reverse();
                """,
                channel);
        return ((List<?>) payloads).stream().map(String::valueOf).toList();
    }

    /** Who published the channel's events, oldest first, as it is shown. */
    List<String> publishers(String channel) {
        Object names = browser.executeScript(
                """
                return [...document.querySelectorAll('#events li[data-kind=message]')]
                  .filter(item => item.dataset.channel === arguments[0])
                  .map(item => item.querySelector('.from').textContent)
                  .reverse();
                """,
                channel);
        return ((List<?>) names).stream().map(String::valueOf).toList();
    }

    /** Elements that only markup of somebody else's could have brought into the page's lists. */
    int foreignElements() {
        return browser.findElements(
                        By.cssSelector("main :is(img, script, iframe, svg, a, style, object, embed, form form)"))
                .size();
    }

    String title() {
        return browser.getTitle();
    }

    /** Puts a script into the page as injected markup would. @return whether it ran */
    boolean runsInjectedScript() {
        return (boolean)
                browser.executeScript(
                        """
                const injected = document.createElement('script');
                injected.textContent = 'window.injected = true';
                document.body.append(injected);
                injected.remove();
                return window.injected === true;
                """);
    }

    /** What the page tells about the connection; empty for nothing. */
    String notice() {
        WebElement notice = find("notice");
        return notice.isDisplayed() ? notice.getText() : "";
    }

    String identity() {
        // A narrow window has no room for it.
        return find("identity").getDomProperty("textContent");
    }

    /** @param figure received, gaps, duplicates or reconnects */
    int count(String figure) {
        return Integer.parseInt(find("count-" + figure).getText());
    }

    /** What the browser itself has to complain about: errors of scripts, broken security policy, missing files. */
    List<String> complaints() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    private void type(String id, String text) {
        WebElement field = find(id);
        field.clear();
        field.sendKeys(text);
    }

    private void press(String id) {
        find(id).click();
    }

    private WebElement find(String id) {
        return browser.findElement(By.id(id));
    }
}
