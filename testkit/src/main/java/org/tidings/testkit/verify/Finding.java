package org.tidings.testkit.verify;

import java.util.List;
import org.tidings.testkit.Excerpt;
import org.tidings.testkit.Violation;

/**
 * Something that must not be.
 *
 * @param kind under what the certificate counts it
 * @param lines what is wrong, in a sentence, and below it the history that shows it
 */
record Finding(Kind kind, List<String> lines) {

    /** What a finding is counted as: the judge's kinds of violations, and what no single event shows. */
    enum Kind {
        LOST("lost"),
        DUPLICATED("duplicated"),
        REORDERED("reordered"),
        DIVERGENT("divergent orders"),
        UNANNOUNCED_GAP("gaps unannounced"),
        NEEDLESS_GAP("gaps without need"),
        LATE_ACKNOWLEDGEMENT("late acknowledgements"),
        UNTRUE_REFUSAL("stored though refused"),
        UNANSWERED("unanswered"),
        INVENTED("invented"),
        FORGOTTEN("logs forgotten"),
        TURNED_AWAY("clients turned away"),
        GHOSTS("presence untrue"),
        NOT_RECOVERED("faults not recovered from");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        static Kind of(Violation violation) {
            return valueOf(violation.kind().name());
        }
    }

    static Finding of(Kind kind, String sentence) {
        return new Finding(kind, sentence.lines().toList());
    }

    static Finding of(Excerpt excerpt) {
        return new Finding(
                Kind.of(excerpt.violation()), excerpt.describe().lines().toList());
    }
}
