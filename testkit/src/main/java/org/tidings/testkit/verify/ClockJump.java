package org.tidings.testkit.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tidings.testkit.Node;

/** One instance's clock jumps, forward or back, and later returns. Its monotonic clock goes on. */
final class ClockJump implements Fault {

    private static final String RIGHT = "+0";

    private final Path offset;
    private final String target;
    private final long seconds;

    private ClockJump(Path offset, String target, long seconds) {
        this.offset = offset;
        this.target = target;
        this.seconds = seconds;
    }

    /** The library that shows a process another time, where it is installed. */
    static Optional<Path> library() {
        return Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
                .map(machine -> Path.of("/usr/lib", machine, "faketime", "libfaketimeMT.so.1"))
                .filter(Files::isReadable)
                .findFirst();
    }

    static Optional<String> obstacle() {
        return library().isPresent()
                ? Optional.empty()
                : Optional.of("libfaketime is not installed (Debian: apt-get install libfaketime)");
    }

    /** Makes an instance look at a clock that a file sets, from its next start on. */
    static void prepare(Node node, Path library, Path offset) {
        write(offset, RIGHT);
        node.environment("LD_PRELOAD", library.toString());
        node.environment("FAKETIME_TIMESTAMP_FILE", offset.toString());
        node.environment("FAKETIME_CACHE_DURATION", "1");
        node.environment("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        // Its cure for an old C library makes every timed wait of a JVM return at once.
        node.environment("FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    static ClockJump of(Member member, Path offset, long seconds) {
        return new ClockJump(offset, member.name() + " by " + (seconds > 0 ? "+" : "") + seconds + " s", seconds);
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public Set<String> hit() {
        return Set.of();
    }

    @Override
    public void inject() {
        write(offset, (seconds > 0 ? "+" : "") + seconds);
    }

    @Override
    public Duration hold() {
        return Duration.ofSeconds(4);
    }

    @Override
    public void heal() {
        write(offset, RIGHT);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the clock cannot be set", e);
        }
    }
}
