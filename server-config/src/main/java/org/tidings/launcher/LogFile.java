package org.tidings.launcher;

import java.nio.file.Path;

/**
 * Where everything in this JVM logs to: java.util.logging into a file that rotates, with a quiet console. To be set before the first
 * logger is made.
 */
final class LogFile {
    private static final String PROPERTIES =
            """
            handlers=java.util.logging.FileHandler
            java.util.logging.FileHandler.pattern=%s
            java.util.logging.FileHandler.limit=10000000
            java.util.logging.FileHandler.count=5
            java.util.logging.FileHandler.append=true
            java.util.logging.FileHandler.encoding=UTF-8
            java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter
            java.util.logging.SimpleFormatter.format=%%1$tFT%%1$tT.%%1$tL%%1$tz %%4$s %%3$s %%5$s%%6$s%%n
            .level=INFO
            org.hibernate.validator.internal.util.Version.level=WARNING
            javax.enterprise.system.tools.deployment.dol.level=WARNING
            fish.payara.nucleus.util.level=WARNING
            org.apache.activemq.audit.level=WARNING
            """;

    private LogFile() {}

    /**
     * The configuration that logs to {@code directory/NAME.0.log}, whose older parts are NAME.1.log and so on, 50 MB in all.
     *
     * @return the content of a java.util.logging configuration file
     */
    static String properties(Path directory, String name) {
        // In a pattern % begins a placeholder, in a properties file \ an escape.
        String pattern = directory.resolve(name).toString().replace("%", "%%").replace("\\", "/") + ".%g.log";
        return PROPERTIES.formatted(pattern);
    }

    /** The newest part, to be named in messages. */
    static Path newest(Path directory, String name) {
        return directory.resolve(name + ".0.log");
    }
}
