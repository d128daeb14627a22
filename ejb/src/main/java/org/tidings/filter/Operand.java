package org.tidings.filter;

import java.util.regex.Pattern;
import org.tidings.history.StoredEvent;

/** What a name in a filter stands for, as the comparison around it takes it. Immutable. */
sealed interface Operand {

    /** Null where the event has nothing of the kind: then whatever is compared with it is unknown. */
    Object of(StoredEvent event);

    /** Text as it is. */
    record Words(FieldName name) implements Operand {
        @Override
        public String of(StoredEvent event) {
            return name.of(event);
        }
    }

    /** The number that a text looks like. */
    record Number(FieldName name) implements Operand {
        private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
        private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?");

        @Override
        public java.lang.Number of(StoredEvent event) {
            String text = name.of(event);
            if (text == null) {
                return null;
            }
            if (INTEGER.matcher(text).matches()) {
                return Long.valueOf(text);
            }
            return DECIMAL.matcher(text).matches() ? Double.valueOf(text) : null;
        }
    }

    /** Whether it says true. */
    record Truth(FieldName name) implements Operand {
        @Override
        public Boolean of(StoredEvent event) {
            String text = name.of(event);
            return "true".equals(text) ? Boolean.TRUE : "false".equals(text) ? Boolean.FALSE : null;
        }
    }

    /** Whether it looks like a pattern. */
    record Like(FieldName name, LikePattern pattern) implements Operand {
        @Override
        public Boolean of(StoredEvent event) {
            String text = name.of(event);
            return text == null ? null : Boolean.valueOf(pattern.matches(text));
        }
    }
}
