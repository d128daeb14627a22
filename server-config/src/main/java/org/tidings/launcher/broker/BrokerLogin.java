package org.tidings.launcher.broker;

import java.nio.file.Path;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.PropertiesLoginModule;

/**
 * Logs users in by two files, which are read again when they change. As with a stock Artemis, but without a configuration of JAAS for
 * the whole JVM: that may be the server's in which the broker is embedded. Stateless.
 */
final class BrokerLogin extends SecurityConfiguration {
    /** Written by {@code org.tidings.launcher.access.BrokerUsers}, which this class cannot see. */
    private static final String USERS_FILE = "broker-users.properties";

    private static final String ROLES_FILE = "broker-roles.properties";

    private final Map<String, String> options;

    private BrokerLogin(Path folder) {
        options = Map.of(
                "baseDir",
                folder.toString(),
                PropertiesLoginModule.USER_FILE_PROP_NAME,
                USERS_FILE,
                PropertiesLoginModule.ROLE_FILE_PROP_NAME,
                ROLES_FILE,
                "reload",
                "true");
    }

    static ActiveMQSecurityManager by(BrokerAccess access) {
        return new ActiveMQJAASSecurityManager("tidings", new BrokerLogin(access.users()));
    }

    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        return new AppConfigurationEntry[] {
            new AppConfigurationEntry(PropertiesLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, options)
        };
    }
}
