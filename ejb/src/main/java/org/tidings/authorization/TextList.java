package org.tidings.authorization;

import java.util.ArrayList;
import java.util.List;
import org.tidings.settings.JsonEntry;
import org.tidings.settings.Mistakes;

/** Where a rule may have one text or a list of them. Stateless. */
final class TextList {
    private TextList() {}

    /** @param what one of them is, with its article */
    static List<JsonEntry.Text> of(JsonEntry entry, String what, Mistakes mistakes) {
        List<JsonEntry> values = entry instanceof JsonEntry.Elements list ? list.values() : List.of(entry);
        if (values.isEmpty()) {
            mistakes.add(entry.place(), what + " is expected; an empty list makes a rule about nothing");
        }
        List<JsonEntry.Text> texts = new ArrayList<>();
        for (JsonEntry value : values) {
            if (value instanceof JsonEntry.Text text) {
                texts.add(text);
            } else {
                mistakes.expected(value, what + ", a text,");
            }
        }
        return texts;
    }
}
