package org.tidings.testkit.verify;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One run: scene after scene, fault after fault, and the certificate. Driven by one thread; {@link #interrupt} may come
 * from another.
 */
final class Verification {

    private static final long BETWEEN_FAULTS_MILLIS = 300;

    private final Plan plan;
    private final PrintWriter progress;
    private final UnaryOperator<Witness> tap;
    private final Random random;
    private final long begin = System.nanoTime();
    private final Path folder;
    private final Tally tally;
    private final List<FaultKind> kinds;
    private int injected;

    /** Null between two scenes. Written by the run's thread. */
    private volatile Scene scene;

    private volatile boolean interrupted;

    /**
     * @param progress told of each fault, in a line
     * @param tap what stands between clients and judge; the identity, unless the run shall be found out
     */
    Verification(Plan plan, PrintWriter progress, UnaryOperator<Witness> tap) throws IOException {
        this.plan = plan;
        this.progress = progress;
        this.tap = tap;
        this.random = new Random(plan.seed());
        this.folder = Files.createTempDirectory("tidings-verify-");
        this.tally = new Tally(plan, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        this.kinds = plan.kinds().stream().filter(this::possible).toList();
    }

    private boolean possible(FaultKind kind) {
        Optional<String> obstacle = kind.obstacle();
        obstacle.ifPresent(why -> tally.notTested(kind.label() + ": " + why));
        return obstacle.isEmpty();
    }

    /** Runs to the end. Whatever goes wrong on the way is in the certificate. */
    Certificate run() {
        progress.printf(
                Locale.ROOT,
                "seed %d: %s, %d instances, %d clients, %d publishes/s; histories and logs in %s%n",
                plan.seed(),
                plan.faults() > 0
                        ? plan.faults() + " faults"
                        : "faults for " + plan.limit().toMinutes() + " min",
                plan.instances(),
                plan.clients(),
                plan.rate(),
                folder);
        FaultBag bag = new FaultBag(kinds, random);
        boolean sound = true;
        do {
            List<FaultKind> round = bag.draw(plan.faults() > 0 ? plan.faults() : kinds.size());
            List<SceneKind> scenes = Stream.of(SceneKind.values())
                    .filter(kind -> round.stream().anyMatch(fault -> fault.scene() == kind))
                    .toList();
            for (SceneKind kind : scenes) {
                boolean last = plan.faults() > 0 && kind == scenes.get(scenes.size() - 1);
                sound = sound
                        && play(
                                kind,
                                round.stream()
                                        .filter(fault -> fault.scene() == kind)
                                        .toList(),
                                last);
            }
        } while (sound && plan.faults() == 0 && !late());
        if (tally.clean()) {
            remove(folder);
        } else {
            progress.println("kept for a closer look: " + folder);
        }
        return tally.certificate(elapsed(), false);
    }

    /** @return whether the run may go on */
    private boolean play(SceneKind kind, List<FaultKind> faults, boolean last) {
        if (late()) {
            return true;
        }
        progress.printf("%s starting %s%n", clock(), kind.label());
        Path here = directory(folder.resolve(kind.name().toLowerCase(Locale.ROOT) + '-' + injected));
        try (Scene opened = new Scene(kind, plan, here, tap)) {
            scene = opened;
            boolean sound = judged(opened, here, () -> act(opened, faults, last));
            scene = null;
            return sound;
        }
    }

    private void act(Scene opened, List<FaultKind> faults, boolean last) {
        opened.begin();
        for (FaultKind fault : faults) {
            if (!late()) {
                putIn(opened, fault);
            }
        }
        while (last && !late() && tally.acknowledged() + opened.history().acknowledged() < plan.publishes()) {
            pause(Duration.ofMillis(BETWEEN_FAULTS_MILLIS));
        }
        opened.drain();
    }

    private boolean judged(Scene opened, Path here, Runnable act) {
        boolean sound = true;
        RunHistory history = opened.history();
        try {
            act.run();
        } catch (AssertionError | RuntimeException failed) {
            sound = false;
            history.found(Finding.Kind.NOT_RECOVERED, String.valueOf(failed.getMessage()));
        }
        if (interrupted) {
            // The rest is said by who interrupted.
            LockSupport.park(this);
            return false;
        }
        List<Finding> findings = sound ? history.finish() : history.findings();
        if (!findings.isEmpty()) {
            opened.cluster().control().keepEvidence(here);
        }
        tally.add(history, findings);
        return sound;
    }

    private void putIn(Scene opened, FaultKind kind) {
        RunHistory history = opened.history();
        opened.awaitCalm();
        Fault fault = kind.aim(new Aim(opened, random));
        String title = String.format("%d %s, %s", ++injected, kind.label(), fault.target());
        history.note("fault " + title + " begins");
        history.measure(new OutageMeter(fault.channels(), fault.hit(), System.nanoTime()));
        fault.inject();
        pause(fault.hold());
        long healing = System.nanoTime();
        history.note("fault " + title + " ends");
        fault.heal();
        opened.awaitService(System.nanoTime());
        long recovery = (System.nanoTime() - healing) / 1_000_000;
        long outage = history.endOutageMillis();
        history.note("fault " + title + " is over");
        fault.complaint().ifPresent(what -> history.found(Finding.Kind.NOT_RECOVERED, what));
        opened.untruePresence().ifPresent(what -> history.found(Finding.Kind.GHOSTS, what));
        tally.add(new Outcome(kind, outage, recovery));
        progress.printf(
                Locale.ROOT,
                "%s %-60s outage %8s   recovered in %8s   %,9d acknowledged%s%n",
                clock(),
                title,
                CertificatePage.seconds(outage),
                CertificatePage.seconds(recovery),
                tally.acknowledged() + history.acknowledged(),
                history.clean() ? "" : "   PROMISES BROKEN");
        pause(Duration.ofMillis(random.nextInt((int) BETWEEN_FAULTS_MILLIS)));
    }

    /** Ends the run now: the certificate of what is known. The run's own thread says nothing more. */
    Certificate interrupt() {
        interrupted = true;
        Scene open = scene;
        if (open != null) {
            tally.add(open.history(), open.history().findings());
        }
        Certificate certificate = tally.certificate(elapsed(), true);
        if (open != null) {
            open.close();
        }
        if (tally.clean()) {
            remove(folder);
        }
        return certificate;
    }

    private boolean late() {
        return plan.limit() != null && elapsed().compareTo(plan.limit()) >= 0;
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private String clock() {
        long seconds = elapsed().toSeconds();
        return String.format("[%02d:%02d]", seconds / 60, seconds % 60);
    }

    private static void pause(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static Path directory(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + folder, e);
        }
    }
}
