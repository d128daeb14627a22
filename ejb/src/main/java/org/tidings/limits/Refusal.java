package org.tidings.limits;

/**
 * Not now.
 *
 * @param limit what is reached
 * @param retryAfterMillis when to ask again; where it is about a rate, then it is allowed unless others were quicker
 */
public record Refusal(Limit limit, long retryAfterMillis) implements Entry {}
