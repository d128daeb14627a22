package org.tidings.testkit.verify;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.tidings.testkit.BrokerNode;

/**
 * The disk under the broker's journal fills up to the last byte, and has room again later. A broker that ended on that is
 * started again, as a service manager does.
 */
record DiskFull(BrokerNode broker, Duration hold) implements Fault {

    private static final int BLOCK = 1 << 20;

    @Override
    public String target() {
        return "the broker";
    }

    @Override
    public Set<String> hit() {
        return Set.of();
    }

    @Override
    public void inject() {
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(filler())) {
            for (; ; ) {
                out.write(block);
            }
        } catch (IOException full) {
            // That is what it is for.
        }
    }

    @Override
    public void heal() {
        try {
            Files.delete(filler());
        } catch (IOException e) {
            throw new UncheckedIOException("the disk stays full", e);
        }
        if (!broker.running()) {
            broker.start();
        }
    }

    private Path filler() {
        return broker.data().resolve("filler");
    }
}
