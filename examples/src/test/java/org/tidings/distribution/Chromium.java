package org.tidings.distribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The Chromium of the system, without a window. Nothing is downloaded: both programs are named by their paths. */
final class Chromium {

    private static final List<String> BROWSERS =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final List<String> DRIVERS = List.of(
            "/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver", "/usr/lib/chromium-browser/chromedriver");

    private Chromium() {}

    /** Starts a browser with a new profile, or skips the test and says why. */
    static ChromeDriver start(Path profile) {
        Optional<Path> browser = find("CHROMIUM", BROWSERS);
        Optional<Path> driver = find("CHROMEDRIVER", DRIVERS);
        assumeTrue(
                browser.isPresent() && driver.isPresent(),
                "left out: the console in a real browser; install chromium and chromium-driver, or run ./tidings test");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.get().toString());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", Map.of("browser", "SEVERE"));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.get().toFile())
                .usingAnyFreePort()
                .build();
        return new ChromeDriver(service, options);
    }

    /** @param variable an environment variable that names the program, before the usual places */
    private static Optional<Path> find(String variable, List<String> places) {
        return Stream.concat(Stream.ofNullable(System.getenv(variable)), places.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }
}
