package org.tidings.log;

import jakarta.jms.JMSException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;

/** The broker's word that it takes nothing more: an address has reached its limit, its memory has, or its disk. */
final class FullAddress {

    private FullAddress() {}

    /** Whether that is what has failed. Nothing of the transaction is stored then. */
    static boolean refused(JMSException e) {
        return e.getCause() instanceof ActiveMQException cause && cause.getType() == ActiveMQExceptionType.ADDRESS_FULL;
    }
}
