package org.tidings.control;

/**
 * Tokens that are not accepted although they are valid: those that all the conditions name which are not null.
 *
 * @param tokenId the token of this {@code jti}
 * @param subject every token of this user, by the name that others see or by {@code sub}
 * @param issuedBefore tokens issued ({@code iat}) before this time, milliseconds since 1970; one that does not say when
 *     counts as older
 * @param endsAt when the last of these tokens has ended by itself
 */
public record Revocation(String id, String tokenId, String subject, Long issuedBefore, long givenAt, long endsAt)
        implements Directive {

    public Revocation {
        if (tokenId == null && subject == null && issuedBefore == null) {
            throw new BadDirective("a revocation names a jti, a subject or issuedBefore");
        }
    }
}
