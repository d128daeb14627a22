package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.lockmanager.UnavailableStateException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker goes on as the live one although the other has taken over. */
class WitnessedLockTest {

    @TempDir
    private Path folder;

    private Path place;

    @BeforeEach
    void make() throws Exception {
        place = Files.createDirectory(folder.resolve("witness"));
    }

    @Test
    void whatTheFormerHolderTriesFails() throws Exception {
        WitnessedLock frozen = lock("a", false);
        assertThat(frozen.tryLock()).isTrue();
        frozen.set(1);
        WitnessedLock follower = lock("b", true);
        assertThat(follower.tryLock()).isTrue();
        assertThat(frozen.isHeldByCaller()).isFalse();
        assertThatThrownBy(() -> frozen.compareAndSet(1, -2)).isInstanceOf(UnavailableStateException.class);
        assertThat(follower.compareAndSet(1, -2)).isTrue();
        assertThat(follower.get()).isEqualTo(-2);
    }

    /** Both were killed at once: this one's disk may lack what the live one has acknowledged. */
    @Test
    void whoWasNotLiveLastWaitsForTheOther() throws Exception {
        WitnessedLock live = lock("a", false);
        live.tryLock();
        live.set(1);
        WitnessedLock other = lock("b", false);
        assertThat(other.tryLock(300, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(lock("a", false).tryLock()).isTrue();
    }

    /** A live broker that has lost the other one and cannot ask: it must neither acknowledge nor give up. */
    @Test
    void aChangeWaitsUntilTheWitnessIsWithinReach() throws Exception {
        WitnessedLock live = lock("a", false);
        live.tryLock();
        Path away = Files.move(place, folder.resolve("away"));
        CompletableFuture<Boolean> changed = CompletableFuture.supplyAsync(() -> changed(live));
        assertThat(changed).isNotCompleted();
        assertThatThrownBy(live::get).isInstanceOf(UnavailableStateException.class);
        Files.move(away, place);
        assertThat(changed.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(live.get()).isEqualTo(-1);
    }

    private static boolean changed(WitnessedLock lock) {
        try {
            return lock.compareAndSet(0, -1);
        } catch (UnavailableStateException e) {
            throw new IllegalStateException(e);
        }
    }

    private WitnessedLock lock(String broker, boolean sawItGo) {
        return new WitnessedLock(
                new Witness(place, "pair"),
                "pair",
                broker,
                holder -> sawItGo || holder.isEmpty() || holder.equals(broker));
    }
}
