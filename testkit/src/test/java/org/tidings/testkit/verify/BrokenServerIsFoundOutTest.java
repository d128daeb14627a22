package org.tidings.testkit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run finds when the server does not keep its promises; a run that cannot fail proves nothing. */
class BrokenServerIsFoundOutTest {

    private static final String CHANNEL = Channels.all().get(0);
    private static final long RETAINED = 100;
    private static final int EVENTS = 400;

    @TempDir
    private Path folder;

    private RunHistory history;

    @BeforeEach
    void begin() {
        history = new RunHistory(folder.resolve("history.txt.gz"), party -> "instance-a", RETAINED);
    }

    @AfterEach
    void end() {
        history.close();
    }

    /** Two readers of what one of them publishes. */
    private void play(UnaryOperator<Witness> tap) {
        Witness witness = tap.apply(history);
        witness.subscribed("alice", CHANNEL, "k3", 0);
        witness.subscribed("bob", CHANNEL, "k3", 0);
        for (int seq = 1; seq <= EVENTS; seq++) {
            witness.sent("alice", CHANNEL, "m" + seq);
            witness.saw("alice", CHANNEL, seq, seq - 1, "m" + seq);
            witness.acknowledged("alice", CHANNEL, "m" + seq, "k3", seq);
            witness.saw("bob", CHANNEL, seq, seq - 1, "m" + seq);
        }
    }

    private List<Finding.Kind> found() {
        return history.finish().stream().map(Finding::kind).distinct().toList();
    }

    @Test
    void aSoundOneIsNot() {
        play(UnaryOperator.identity());
        assertThat(found()).isEmpty();
        assertThat(history.acknowledged()).isEqualTo(EVENTS);
        assertThat(history.outstanding()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void everyHarmIsFound(Sabotage.Harm harm) {
        play(witness -> new Sabotage(harm, witness));
        assertThat(found())
                .contains(
                        switch (harm) {
                            case LOSE -> Finding.Kind.LOST;
                            case REPEAT -> Finding.Kind.DUPLICATED;
                            case SWAP -> Finding.Kind.REORDERED;
                        });
        assertThat(history.finish().get(0).lines())
                .as("a sentence, and the history that shows it")
                .hasSizeGreaterThan(1);
    }

    @Test
    void oneThatAnnouncesAGapWithinWhatItRetainsIs() {
        play(UnaryOperator.identity());
        history.gap("bob", CHANNEL, EVENTS - 50, EVENTS - 20, "expired");
        assertThat(found()).containsExactly(Finding.Kind.NEEDLESS_GAP);
    }

    @Test
    void oneThatAnnouncesWhatTheRingHasPassedIsNot() {
        play(UnaryOperator.identity());
        history.gap("bob", CHANNEL, 10, EVENTS - RETAINED - 1, "expired");
        assertThat(found()).isEmpty();
        assertThat(history.gaps()).isOne();
    }

    @Test
    void oneThatForgetsItsLogIs() {
        play(UnaryOperator.identity());
        history.forgotten("bob", CHANNEL, "k4");
        assertThat(found()).containsExactly(Finding.Kind.FORGOTTEN);
    }

    @Test
    void oneThatStoresWhatItRefusedIs() {
        history.subscribed("bob", CHANNEL, "k3", 0);
        history.sent("alice", CHANNEL, "m1");
        history.failed("alice", CHANNEL, "m1", "unavailable", false);
        history.saw("bob", CHANNEL, 1, 0, "m1");
        assertThat(found()).containsExactly(Finding.Kind.UNTRUE_REFUSAL);
    }

    @Test
    void oneThatAnswersUnknownAndStoredItIsNot() {
        history.subscribed("bob", CHANNEL, "k3", 0);
        history.sent("alice", CHANNEL, "m1");
        history.failed("alice", CHANNEL, "m1", "timeout", true);
        history.saw("bob", CHANNEL, 1, 0, "m1");
        assertThat(found()).isEmpty();
        assertThat(history.unknown()).isOne();
    }
}
