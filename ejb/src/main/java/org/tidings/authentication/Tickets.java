package org.tidings.authentication;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.tidings.control.TicketStore;

/**
 * One-time tickets in the place of tokens, for where only an address can be given: good for one connection, for {@value
 * #LIFE_SECONDS} s, on any instance, with the claims of the token that they were asked for with. Thread-safe; waits for
 * the broker for a bounded time.
 *
 * <p>A ticket is 256 random bits. The broker knows it by its digest alone: who reads the broker's queue cannot use it.
 */
public final class Tickets {

    public static final int LIFE_SECONDS = 30;

    private static final int RANDOM_BYTES = 32;
    private static final long PATIENCE_MILLIS = 2_000;
    private static final Pattern TICKET = Pattern.compile("t[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TicketStore store;
    private final TokenVerifier tokens;

    public Tickets(TicketStore store, TokenVerifier tokens) {
        this.store = store;
        this.tokens = tokens;
    }

    /**
     * A ticket for the caller.
     *
     * @throws TokenRejected for now, where the broker does not take it
     */
    public String issue(Caller caller) throws TokenRejected {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        // Begins with a letter that no token begins with.
        String ticket = "t" + text(random);
        long lifeMillis = Duration.ofSeconds(LIFE_SECONDS).toMillis();
        await(store.put(key(ticket), caller.claims(), lifeMillis));
        return ticket;
    }

    /**
     * The caller for whom the ticket was issued, once.
     *
     * @throws TokenRejected where there is no such ticket any more, or its token has ended or was revoked since; for now,
     *     where the broker does not answer
     */
    public Caller redeem(String ticket) throws TokenRejected {
        if (!TICKET.matcher(ticket).matches()) {
            throw TokenRejected.because("not a ticket");
        }
        Optional<String> claims = await(store.take(key(ticket)));
        return tokens.accept(
                claims.orElseThrow(() -> TokenRejected.because("the ticket was used, has ended, or never was")));
    }

    private static <T> T await(CompletableFuture<T> answer) throws TokenRejected {
        try {
            return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TokenRejected.forNow("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            answer.cancel(false);
            throw TokenRejected.forNow("the broker does not answer for tickets");
        }
    }

    private static String key(String ticket) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return text(digest.digest(ticket.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
