package org.tidings.authorization;

/**
 * The answer to whether a caller may do something with a channel, and what it rests on. Immutable.
 *
 * @param rule the rule that decided; null where none did
 */
public record Decision(Ground ground, RuleName rule) {
    /** What an answer rests on. */
    public enum Ground {
        RULE_ALLOWS("allowed by"),
        RULE_DENIES("denied by"),
        NO_RULE_ALLOWS("no rule allows it"),
        APPLICATION_ALLOWS("allowed by the application"),
        APPLICATION_VETOES("the application vetoes it, or gave no verdict"),
        TOKEN_EXCLUDES("the token's own tidings claim does not name the channel");

        private final String words;

        Ground(String words) {
            this.words = words;
        }
    }

    public boolean allowed() {
        return ground == Ground.RULE_ALLOWS || ground == Ground.APPLICATION_ALLOWS;
    }

    /** In a few words for the operator, not for the caller. */
    public String words() {
        return rule == null ? ground.words : ground.words + " " + rule;
    }
}
