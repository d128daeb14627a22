package org.tidings.launcher.broker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.tidings.instance.InstanceStarting;

/**
 * Lets the instance begin only when the server has deployed the application. At the end of a deployment Payara closes all
 * jars of a web application, to have them opened again when they are needed; a class that another thread is looking for at
 * that moment is not found, and what needed it is broken until the process ends (Payara issue 693).
 *
 * <p>The launcher says when that is over, by a system property; without a launcher nobody would, and nothing is held back.
 */
@ApplicationScoped
public class StartAfterDeployment {
    /** Of {@code org.tidings.launcher.PayaraMicroServer}, which this class cannot see: {@code true} while it deploys. */
    private static final String DEPLOYING = "org.tidings.launcher.deploying";

    void hold(@Observes InstanceStarting starting) {
        starting.holdBackWhile(() -> Boolean.getBoolean(DEPLOYING));
    }
}
