package org.tidings.documentation;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tidings.testkit.Distribution;

/** Pages are true on the day they are written; these keep them so. */
class PagesFallBehindTheCodeTest {

    private static final Pattern METER =
            Pattern.compile("(?:Timer|Counter|Gauge|DistributionSummary)\\s*\\.builder\\(\\s*\"(tidings\\.[a-z.-]+)\"");
    private static final Pattern TIDINGS_NAME = Pattern.compile("\"(tidings\\.[a-z-]+(?:\\.[a-z-]+)*)\"");
    private static final Pattern TOKEN_SETTING = Pattern.compile("\"(mp\\.jwt\\.[a-z.]*[a-z])\"");
    private static final Pattern FIRST_COLUMN = Pattern.compile("(?m)^\\| `([a-z][a-z.-]+)` \\|");

    /** Two humps at least, so that a class is meant and not a word; what follows a dot is its member. */
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)(?:\\.[A-Za-z.]+)?`");

    private static final Pattern COMMAND = Pattern.compile("\\./tidings ([a-z]+)");

    /** What is written like a class of ours and is none. */
    private static final Set<String> FOREIGN =
            Set.of("ManagedThreadFactory", "JsonWebToken", "PayaraMicroBoot", "WebSocket", "NaN", "EdDSA");

    /** A line of the picture of a message's way: a class and its module. */
    private static final Pattern STOP = Pattern.compile("(?m)^[ ├─]+([A-Z]\\w+) +(?:web|ejb|messaging)\\b");

    @Test
    void everySettingThatIsReadIsDocumentedAndNoOther() {
        Set<String> read = Sources.findInServer(TIDINGS_NAME);
        read.removeAll(Sources.findInServer(METER));
        assertThat(firstColumn(Page.of("docs/operations.md").section("Settings")))
                .containsExactlyElementsOf(read);
    }

    @Test
    void everySettingOfTokensIsDocumentedAndNoOther() {
        assertThat(firstColumn(Page.of("docs/security.md").section("Tokens")))
                .containsExactlyElementsOf(Sources.findInServer(TOKEN_SETTING));
    }

    /** A key that the list misses would be refused in a configuration file. */
    @Test
    void everySettingThatIsReadMayStandInTheConfigurationFile() throws IOException {
        Set<String> read = Sources.findInServer(TIDINGS_NAME);
        read.removeAll(Sources.findInServer(METER));
        read.addAll(Sources.findInServer(TOKEN_SETTING));
        read.remove("tidings.config");
        Path list = Distribution.root().resolve("ejb/src/main/resources/org/tidings/settings/keys.txt");
        assertThat(Files.readAllLines(list).stream().filter(line -> !line.startsWith("#")))
                .containsExactlyInAnyOrderElementsOf(read);
    }

    @Test
    void everyMeterIsDocumentedAndNoOther() {
        assertThat(firstColumn(Page.of("docs/operations.md").section("Metrics")))
                .containsExactlyElementsOf(Sources.findInServer(METER));
    }

    @Test
    void everyClassThatIsNamedExists() {
        Set<String> known = Sources.classNames();
        known.addAll(FOREIGN);
        assertThat(Page.all())
                .allSatisfy(page ->
                        assertThat(find(CLASS, page.prose())).as("%s", page).isSubsetOf(known));
    }

    @Test
    void everyStopOnTheWayOfAMessageExists() {
        assertThat(find(STOP, Page.of("README.md").section("The way of a message")))
                .hasSizeGreaterThan(10)
                .isSubsetOf(Sources.classNames());
    }

    @Test
    void everyCommandThatIsShownExists() throws IOException {
        String script = Files.readString(Distribution.root().resolve("tidings"));
        assertThat(Page.all()).allSatisfy(page -> assertThat(find(COMMAND, page.text()))
                .as("%s", page)
                .allMatch(command -> script.contains("\n  " + command + " "), "listed by ./tidings --help"));
    }

    private static Set<String> firstColumn(String table) {
        return find(FIRST_COLUMN, table);
    }

    private static Set<String> find(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).collect(toCollection(TreeSet::new));
    }
}
