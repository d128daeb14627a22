package org.tidings.authorization;

/**
 * The answer to whether a caller may do something with a channel, and what it rests on. Immutable.
 *
 * @param rule the rule that decided; null where none did
 * @param said what applications said; null where none was asked
 */
public record Decision(Ground ground, RuleName rule, Said said) {
    /** What an answer rests on. */
    public enum Ground {
        RULE_ALLOWS("allowed by"),
        RULE_DENIES("denied by"),
        NO_RULE_ALLOWS("no rule allows it"),
        APPLICATION_ALLOWS("allowed by the application"),
        APPLICATION_VETOES("the application vetoes it"),
        NO_VERDICT("no verdict of the application could be got"),
        TOKEN_EXCLUDES("the token's own tidings claim does not name the channel");

        private final String words;

        Ground(String words) {
            this.words = words;
        }
    }

    /** Without an application's part. */
    public Decision(Ground ground, RuleName rule) {
        this(ground, rule, null);
    }

    public boolean allowed() {
        return ground == Ground.RULE_ALLOWS || ground == Ground.APPLICATION_ALLOWS;
    }

    /** Whether it may be another one in a moment, without anybody's changing anything. */
    public boolean temporary() {
        return ground == Ground.NO_VERDICT;
    }

    /** In a few words for the operator, not for the caller. */
    public String words() {
        if (rule != null) {
            return ground.words + " " + rule;
        }
        boolean theirs = ground == Ground.APPLICATION_VETOES || ground == Ground.NO_VERDICT;
        return theirs && said != null && said.reason() != null ? ground.words + ": " + said.reason() : ground.words;
    }

    /** The id under which an application behind the broker was asked; null where none was. */
    public String question() {
        return said == null ? null : said.question();
    }
}
