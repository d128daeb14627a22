package org.tidings.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out whether a person watches stderr. */
final class Terminal {

    private Terminal() {}

    static boolean isStderr() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException noProc) {
            // Java itself knows only whether stdin and stdout are a terminal, both.
            return System.console() != null;
        }
    }
}
