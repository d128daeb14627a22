package org.tidings.filter;

import java.util.Map;
import org.apache.activemq.artemis.selector.filter.BooleanExpression;
import org.apache.activemq.artemis.selector.filter.FilterException;
import org.apache.activemq.artemis.selector.strict.ParseException;
import org.apache.activemq.artemis.selector.strict.StrictParser;
import org.apache.activemq.artemis.selector.strict.StrictParserConstants;
import org.apache.activemq.artemis.selector.strict.Token;
import org.tidings.history.StoredEvent;

/** Says of each event whether a subscriber wants it. Immutable; the same for the same event on every instance, for ever. */
public final class EventFilter {

    private final String text;
    private final BooleanExpression condition;
    private final Map<String, Operand> operands;

    private EventFilter(String text, BooleanExpression condition, Map<String, Operand> operands) {
        this.text = text;
        this.condition = condition;
        this.operands = operands;
    }

    static EventFilter parse(String text) throws BadFilter {
        FilterWords words = FilterWords.of(text);
        StrictParser parser = new StrictParser(words.forParser());
        try {
            BooleanExpression condition = parser.JmsSelector();
            Token end = parser.getNextToken();
            if (end.kind != StrictParserConstants.EOF) {
                // The library takes what it understands, and passes over the rest in silence.
                throw BadFilter.at(end.beginLine, end.beginColumn, "should have ended");
            }
            return new EventFilter(text, condition, words.operands());
        } catch (ParseException | RuntimeException unreadable) {
            // What the library expected stands in its message, and so does what the peer wrote.
            Token wrong = parser.token.next == null ? parser.token : parser.token.next;
            throw BadFilter.at(Math.max(1, wrong.beginLine), Math.max(1, wrong.beginColumn), "cannot be read");
        }
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    public boolean matches(StoredEvent event) {
        try {
            return condition.matches(new EventProperties(event, operands));
        } catch (FilterException | RuntimeException unknown) {
            // Arithmetic with what is no number, division by zero: as with every unknown value, the event does not
            // match.
            return false;
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
