package org.tidings.launcher.broker;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.security.Role;
import org.tidings.log.LogAddresses;

/**
 * What each role may do with which addresses. The most exact pattern that fits an address decides, so every one names all who may do
 * anything there. Nobody may create or delete what is durable, and whoever has no role may do nothing.
 */
final class BrokerRights {
    /** The names are those of {@code org.tidings.launcher.access.BrokerRole}, which this class cannot see. */
    static final String INSTANCE = "tidings-instance";

    private static final String APPLICATION = "tidings-application";
    private static final String CONTROL = "tidings-control";
    private static final String AUTHORIZER = "tidings-authorizer";
    private static final String AUDITOR = "tidings-auditor";
    private static final String OPERATOR = "tidings-operator";

    private enum Right {
        SEND,
        CONSUME,
        BROWSE,
        /** Comes and goes with who reads: a subscription to a topic, a queue for answers. */
        TEMPORARY_QUEUES,
        /** Where such a queue has an address of its own, which goes with it. */
        DELETE_ADDRESS,
        MANAGE,
        VIEW,
        EDIT
    }

    private final Configuration configuration;

    BrokerRights(Configuration configuration) {
        this.configuration = configuration;
    }

    void add() {
        grant(
                "#",
                may(INSTANCE, Right.SEND, Right.CONSUME, Right.BROWSE, Right.TEMPORARY_QUEUES),
                may(OPERATOR, Right.BROWSE));
        grant(
                "publish.#",
                may(INSTANCE, Right.SEND, Right.CONSUME, Right.BROWSE),
                may(APPLICATION, Right.SEND),
                may(OPERATOR, Right.BROWSE));
        grant(
                "out.#",
                may(INSTANCE, Right.SEND),
                may(APPLICATION, Right.CONSUME, Right.TEMPORARY_QUEUES),
                may(OPERATOR, Right.BROWSE));
        grant(
                LogAddresses.CONTROL,
                may(INSTANCE, Right.SEND, Right.CONSUME),
                may(CONTROL, Right.SEND),
                may(OPERATOR, Right.BROWSE));
        grant(
                LogAddresses.AUTHORIZE,
                may(INSTANCE, Right.SEND),
                may(AUTHORIZER, Right.CONSUME),
                may(OPERATOR, Right.BROWSE));
        grant(
                LogAddresses.ANSWERS + ".#",
                may(INSTANCE, Right.SEND, Right.CONSUME, Right.TEMPORARY_QUEUES, Right.DELETE_ADDRESS),
                may(OPERATOR, Right.SEND, Right.CONSUME, Right.TEMPORARY_QUEUES, Right.DELETE_ADDRESS),
                may(AUTHORIZER, Right.SEND));
        grant(
                LogAddresses.AUDIT,
                may(INSTANCE, Right.SEND),
                may(AUDITOR, Right.CONSUME, Right.BROWSE),
                may(OPERATOR, Right.BROWSE));
        grant(
                LogAddresses.DEAD,
                may(INSTANCE, Right.SEND, Right.CONSUME, Right.BROWSE),
                may(OPERATOR, Right.CONSUME, Right.BROWSE));
        // Managing is asking for it; what it does is asked for below.
        configuration.setManagementMessageRbac(true);
        grant("activemq.management.#", may(INSTANCE, Right.MANAGE), may(OPERATOR, Right.MANAGE));
        grant("mops.#", may(INSTANCE, Right.VIEW), may(OPERATOR, Right.VIEW, Right.EDIT));
        // A leader trims its log.
        grant("mops.queue.*.removeMessages", may(INSTANCE, Right.EDIT), may(OPERATOR, Right.VIEW, Right.EDIT));
    }

    private void grant(String addresses, Role... roles) {
        configuration.putSecurityRoles(addresses, new HashSet<>(List.of(roles)));
    }

    private static Role may(String role, Right... rights) {
        Set<Right> granted = EnumSet.copyOf(Arrays.asList(rights));
        boolean temporary = granted.contains(Right.TEMPORARY_QUEUES);
        return new Role(
                role,
                granted.contains(Right.SEND),
                granted.contains(Right.CONSUME),
                false,
                false,
                temporary,
                temporary,
                granted.contains(Right.MANAGE),
                granted.contains(Right.BROWSE),
                false,
                granted.contains(Right.DELETE_ADDRESS),
                granted.contains(Right.VIEW),
                granted.contains(Right.EDIT));
    }
}
