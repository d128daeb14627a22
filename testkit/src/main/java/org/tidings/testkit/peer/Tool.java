package org.tidings.testkit.peer;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program that must be on the path.
 *
 * @param program as it is called
 * @param source what to install to have it, for the user to read
 */
record Tool(String program, String source) {

    static final Tool NODE = new Tool("node", "Node.js 20 or newer (Debian: apt-get install nodejs)");
    static final Tool NPM = new Tool("npm", "npm (Debian: apt-get install npm)");
    static final Tool MAVEN = new Tool("mvn", "Maven 3.8 or newer (Debian: apt-get install maven)");
    static final Tool GO = new Tool("go", "Go 1.23 or newer (Debian 13: apt-get install golang)");
    static final Tool SHELL = new Tool("sh", "a POSIX shell");

    /** Its whole path. */
    String path() throws PeerUnavailable {
        return find(program)
                .orElseThrow(() -> new PeerUnavailable("no '" + program + "' on the path: install " + source))
                .toString();
    }

    static Optional<Path> find(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
