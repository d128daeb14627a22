package org.tidings.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The name under which an instance is known at its broker and in the data directory. */
final class InstanceName {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private InstanceName() {}

    /** @throws StartFailure when it cannot be a folder's name or stands out of a selector's quotes */
    static String parse(String name) throws StartFailure {
        if (!FORM.matcher(name).matches()) {
            throw new StartFailure("--instance " + name
                    + " is no instance name: give 1 to 64 letters, digits, '.', '_' or '-', a letter or digit first");
        }
        return name;
    }

    /** The default: one machine's ports are unique, and so are the names of the machines that share a broker. */
    static String of(int port) {
        String host = hostName().replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        String prefix = host.isEmpty() ? "instance" : host.substring(0, Math.min(host.length(), 50));
        return prefix + "-" + port;
    }

    private static String hostName() {
        // Not InetAddress.getLocalHost(), which asks the name service and may wait for it.
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            String name = System.getenv("COMPUTERNAME");
            return name == null ? "localhost" : name;
        }
    }
}
