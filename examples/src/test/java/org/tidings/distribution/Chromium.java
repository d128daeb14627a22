package org.tidings.distribution;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The Chromium of the system, without a window. Nothing is downloaded: both programs are named by their paths. */
final class Chromium {

    private static final List<String> BROWSERS =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final List<String> DRIVERS = List.of(
            "/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver", "/usr/lib/chromium-browser/chromedriver");

    /** For who finds the tests skipped. */
    static final String WHAT_TO_DO = "Install chromium and chromium-driver, or run ./tidings test, which does.";

    private Chromium() {}

    /** Whether there is one; says what is left out where there is none. */
    static boolean installed() {
        boolean installed = browser().isPresent() && driver().isPresent();
        if (!installed) {
            System.out.println("Left out: the console in a real browser. " + WHAT_TO_DO);
        }
        return installed;
    }

    /** Starts a browser with a new profile. */
    static ChromeDriver start(Path profile) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser().orElseThrow().toString());
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
                .usingDriverExecutable(driver().orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        return new ChromeDriver(service, options);
    }

    private static Optional<Path> browser() {
        return find("CHROMIUM", BROWSERS);
    }

    private static Optional<Path> driver() {
        return find("CHROMEDRIVER", DRIVERS);
    }

    /** @param variable an environment variable that names the program instead of the usual places */
    private static Optional<Path> find(String variable, List<String> places) {
        String named = System.getenv(variable);
        return (named == null ? places : List.of(named))
                .stream().map(Path::of).filter(Files::isExecutable).findFirst();
    }
}
