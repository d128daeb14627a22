package org.tidings.authorization;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.tidings.ask.NoAnswer;
import org.tidings.ask.Questions;

/**
 * An application behind the broker. It is asked once for all that want to know the same at the same time, and not again for as long
 * as its answer is fresh. Where it does not answer there is no verdict, and after some of these nobody asks for a second.
 * Thread-safe.
 */
final class RemoteAuthorizer implements Asked {
    /** What may be remembered, in characters of questions. */
    private static final long MAX_KEPT_LENGTH = 8L << 20;

    private static final int OVERHEAD_LENGTH = 200;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final RemoteSettings settings;
    private final AsyncCache<Question, Said> kept;
    private final AuthorizerCircuit circuit;
    private final AuthorizerMeters meters;
    /** Null until the broker can be spoken to. */
    private volatile Questions questions;

    RemoteAuthorizer(RemoteSettings settings, MeterRegistry registry) {
        this.settings = settings;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(MAX_KEPT_LENGTH)
                .weigher((Question question, Said said) -> question.about().length() + OVERHEAD_LENGTH)
                .expireAfter(Expiry.creating((Question question, Said said) ->
                        Duration.ofNanos(Math.max(0, said.freshUntilNanos() - System.nanoTime()))))
                .executor(Runnable::run)
                .buildAsync();
        this.circuit = new AuthorizerCircuit(registry);
        this.meters = new AuthorizerMeters(registry, () -> questions == null ? 0 : questions.waiting());
    }

    /** From now on questions go this way. */
    void connect(Questions through) {
        questions = through;
    }

    /** What was said about this user counts no more, nor what is just being asked. @param who a name or {@code sub}; null for all */
    void forget(String who) {
        kept.asMap().keySet().removeIf(question -> who == null || question.isAbout(who));
    }

    @Override
    public CompletableFuture<Said> ask(ChannelRequest request) {
        Question question = Question.of(request, settings.claims());
        CompletableFuture<Said> known = kept.getIfPresent(question);
        if (known != null) {
            meters.spared();
            return known;
        }
        Questions through = questions;
        if (through == null || !circuit.tryPass()) {
            // Not kept: it costs nothing to say so again.
            return CompletableFuture.completedFuture(Said.nothing("the authorizer is not asked just now", null));
        }
        boolean[] mine = {false};
        CompletableFuture<Said> said = kept.get(question, (each, executor) -> {
            mine[0] = true;
            return ask(each, through);
        });
        if (!mine[0]) {
            circuit.notUsed();
            meters.spared();
        }
        return said;
    }

    private CompletableFuture<Said> ask(Question question, Questions through) {
        String id = newId();
        long start = System.nanoTime();
        return through.ask(id, question.text(id, settings.instance())).handle((text, failure) -> {
            long nanos = System.nanoTime() - start;
            if (failure instanceof NoAnswer refusal && refusal.why() != NoAnswer.Why.UNREADABLE) {
                circuit.notUsed();
                meters.asked("not-asked", nanos);
                return Said.nothing("too many questions wait for the authorizer", id);
            }
            Answer answer = text == null ? null : Answer.parse(text);
            if (answer == null) {
                circuit.failed(nanos, failure);
                boolean silent = text == null && !(failure instanceof NoAnswer);
                meters.asked(silent ? "timeout" : "unreadable", nanos);
                return Said.nothing(silent ? "no answer in time" : "the answer cannot be read", id);
            }
            circuit.succeeded(nanos);
            meters.asked(answer.verdict().name().toLowerCase(java.util.Locale.ROOT), nanos);
            return said(answer, id);
        });
    }

    private Said said(Answer answer, String id) {
        Duration keep = answer.keep() == null ? settings.keep() : answer.keep();
        return new Said(answer.verdict(), answer.reason(), id, System.nanoTime() + keep.toNanos());
    }

    /** 126 random bits: whoever may send to our address cannot answer what it was not asked. */
    private static String newId() {
        return Long.toString(RANDOM.nextLong() >>> 1, Character.MAX_RADIX)
                + Long.toString(RANDOM.nextLong() >>> 1, Character.MAX_RADIX);
    }
}
