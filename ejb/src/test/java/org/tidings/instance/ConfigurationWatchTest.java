package org.tidings.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.Caller;
import org.tidings.authentication.Callers;
import org.tidings.authentication.ChannelGrants;
import org.tidings.authorization.AccessControl;
import org.tidings.authorization.ChannelAction;
import org.tidings.authorization.ChannelRules;
import org.tidings.namespace.CurrentNamespaces;
import org.tidings.namespace.Namespaces;
import org.tidings.settings.Mistakes;
import org.tidings.settings.Settings;

/** A typing error in a running system must neither open nor shut a door, and must not pass unseen. */
class ConfigurationWatchTest {
    private static final Caller ALICE = Callers.with(ChannelGrants.UNRESTRICTED);

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger rechecks = new AtomicInteger();

    @TempDir
    private Path folder;

    private Path file;
    private AccessControl control;
    private ConfigurationWatch watch;

    @BeforeEach
    void startWithNews() throws IOException {
        file = folder.resolve("tidings.json");
        Files.writeString(file, allowing("news"));
        Settings settings = read();
        control = new AccessControl(ChannelRules.from(settings));
        watch = new ConfigurationWatch(
                file,
                settings,
                this::read,
                control,
                new CurrentNamespaces(Namespaces.OPEN),
                rechecks::incrementAndGet,
                AuditTrail.off(meters),
                meters);
    }

    @Test
    void changedRulesHoldAndEverySubscriptionIsCheckedAgain() throws IOException {
        watch.look();
        assertThat(rechecks).as("nothing has changed").hasValue(0);

        Files.writeString(file, allowing("weather"));
        watch.look();

        assertThat(may("news")).isFalse();
        assertThat(may("weather")).isTrue();
        assertThat(rechecks).hasValue(1);
        assertThat(reloads("applied")).isOne();
    }

    @Test
    void fileWithMistakesChangesNothingAndIsSeenUntilItIsMended() throws IOException {
        Files.writeString(file, "{\"rules\": [{\"allow\": \"subscribe\", \"channels\": \"*\", \"too\": 1}], \"x\": 1}");
        watch.look();
        watch.look();

        assertThat(may("news")).isTrue();
        assertThat(may("weather")).isFalse();
        assertThat(rechecks).hasValue(0);
        assertThat(watch.mistakes()).isNotEmpty();
        assertThat(mistakes()).isPositive();
        assertThat(reloads("refused")).isOne();

        Files.writeString(file, allowing("news"));
        watch.look();

        assertThat(watch.mistakes()).isEmpty();
        assertThat(mistakes()).isZero();
    }

    @Test
    void fileThatIsGoneOrHalfWrittenChangesNothing() throws IOException {
        String whole = allowing("weather");
        Files.delete(file);
        watch.look();
        assertThat(may("news")).isTrue();

        Files.writeString(file, whole.substring(0, whole.length() / 2));
        watch.look();
        assertThat(may("news")).isTrue();
        assertThat(watch.mistakes()).hasSize(1);

        Files.writeString(file, whole);
        watch.look();
        assertThat(may("weather")).isTrue();
    }

    private Settings read() {
        Mistakes mistakes = new Mistakes(file.toString());
        Settings settings = Settings.load(file, mistakes);
        mistakes.refuseAny();
        return settings;
    }

    private boolean may(String channel) {
        return control.rules().decide(ALICE, ChannelAction.SUBSCRIBE, channel).allowed();
    }

    private double mistakes() {
        return meters.get("tidings.config.mistakes").gauge().value();
    }

    private double reloads(String outcome) {
        return meters.get("tidings.config.reloads")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static String allowing(String channel) {
        return "{\"rules\": [{\"allow\": \"subscribe\", \"channels\": \"" + channel + "\", \"to\": \"everyone\"}]}";
    }
}
