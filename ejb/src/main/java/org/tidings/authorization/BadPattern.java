package org.tidings.authorization;

import org.tidings.settings.Mistake;

/** A text that is no pattern of channels. The message says why, for the operator. */
final class BadPattern extends Exception {
    private static final long serialVersionUID = 1L;

    BadPattern(String message) {
        super(message, null, false, false);
    }

    static BadPattern segment(String part) {
        if (part.isEmpty()) {
            return new BadPattern("a segment is empty; a channel's never is");
        }
        String quoted = Mistake.quoted(part);
        if (part.indexOf('{') >= 0 || part.indexOf('}') >= 0) {
            return new BadPattern("in " + quoted + " the variable is not a whole segment");
        }
        if (part.indexOf('*') >= 0) {
            return new BadPattern(
                    "in " + quoted + " the * is neither a whole segment nor the pattern's last character");
        }
        return new BadPattern(
                quoted + " can be in no channel's name: those have letters, digits and ._~- between colons");
    }
}
