package org.tidings.launcher;

import java.nio.file.Path;

/**
 * Where everything in this JVM logs to: java.util.logging into a file that rotates, with a quiet console. To be set before the first
 * logger is made.
 */
final class LogFile {
    private static final String PROPERTIES =
            """
            handlers=java.util.logging.FileHandler, org.tidings.launcher.BootFailures
            java.util.logging.FileHandler.pattern=%s
            java.util.logging.FileHandler.limit=10000000
            java.util.logging.FileHandler.count=5
            java.util.logging.FileHandler.append=true
            java.util.logging.FileHandler.encoding=UTF-8
            java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter
            java.util.logging.SimpleFormatter.format=%%1$tFT%%1$tT.%%1$tL%%1$tz %%4$s %%3$s %%5$s%%6$s%%n
            .level=INFO
            # As in the server's own configuration: details of every deployment.
            javax.enterprise.system.tools.deployment.dol.level=WARNING
            javax.enterprise.system.tools.deployment.common.level=WARNING
            org.hibernate.validator.internal.util.Version.level=WARNING
            fish.payara.nucleus.util.level=WARNING
            # A page for each expired certificate in the server's trust store, which nothing here uses.
            javax.enterprise.system.security.ssl.level=SEVERE
            # Thread locals that an undeployed application leaves: it is undeployed only where the JVM ends.
            jakarta.enterprise.web.util.level=OFF
            # Two lines for every call into the broker, and slow.
            org.apache.activemq.audit.level=WARNING
            """;

    private LogFile() {}

    /**
     * Makes this JVM log to {@code log/NAME.0.log} of the folder; older parts are NAME.1.log and so on, 50 MB in all.
     *
     * @return the newest part, to be named in messages
     */
    static Path configure(WorkDirectory directory, String name) throws StartFailure {
        Path configuration = directory.write("logging.properties", properties(directory.log(), name));
        System.setProperty("java.util.logging.config.file", configuration.toString());
        return directory.log().resolve(name + ".0.log");
    }

    static String properties(Path directory, String name) {
        // In a pattern % begins a placeholder, in a properties file \\ an escape character.
        String pattern = directory.resolve(name).toString().replace("%", "%%").replace("\\", "/") + ".%g.log";
        return PROPERTIES.formatted(pattern);
    }
}
