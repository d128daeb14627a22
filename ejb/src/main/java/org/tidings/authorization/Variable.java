package org.tidings.authorization;

import org.tidings.settings.Mistake;

/** What a pattern takes from whoever asks. */
sealed interface Variable {
    String CLAIM = "{claim:";

    /** The caller's name, as {@code hello} and {@code from} show it. */
    record Subject() implements Variable {}

    /** Any one of the caller's groups. */
    record Group() implements Variable {}

    /** A claim's text or number, or any one of its list. */
    record Claim(ClaimPath path) implements Variable {}

    /** @param text in its braces */
    static Variable parse(String text) throws BadPattern {
        if (text.equals("{sub}")) {
            return new Subject();
        }
        if (text.equals("{group}")) {
            return new Group();
        }
        if (text.startsWith(CLAIM) && text.length() > CLAIM.length() + 1) {
            return new Claim(new ClaimPath(text.substring(CLAIM.length(), text.length() - 1)));
        }
        throw new BadPattern(
                "no variable is named " + Mistake.quoted(text) + ": there are {sub}, {group} and {claim:NAME}");
    }
}
