package org.tidings.filter;

import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.selector.filter.Filterable;
import org.tidings.history.StoredEvent;

/** An event as the library sees it. */
record EventProperties(StoredEvent event, Map<String, Operand> operands) implements Filterable {

    @Override
    public Object getProperty(SimpleString name) {
        return operands.get(name.toString()).of(event);
    }

    /** Payloads are no business of the server's. */
    @Override
    public <T> T getBodyAs(Class<T> type) {
        return null;
    }

    @Override
    public Object getLocalConnectionId() {
        return null;
    }
}
