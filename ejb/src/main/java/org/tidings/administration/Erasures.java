package org.tidings.administration;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tidings.audit.AuditEvent;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.Caller;
import org.tidings.authorization.UserChannels;
import org.tidings.control.BadDirective;
import org.tidings.inbox.Inboxes;
import org.tidings.log.EventLog;
import org.tidings.namespace.CurrentNamespaces;
import org.tidings.namespace.NamespaceName;

/**
 * Erases what was kept for a person: the events of the person's own channels, on the broker's disk and in the memory of every instance,
 * and how far they were read. Thread-safe.
 */
public final class Erasures {

    /** The log is searched from its oldest entry to its end. */
    private static final long PATIENCE_SECONDS = 30;

    private final EventLog log;
    private final Inboxes inboxes;
    private final CurrentNamespaces namespaces;
    private final AuditTrail audit;

    public Erasures(EventLog log, Inboxes inboxes, CurrentNamespaces namespaces, AuditTrail audit) {
        this.log = log;
        this.inboxes = inboxes;
        this.namespaces = namespaces;
        this.audit = audit;
    }

    /**
     * Erases, and waits until the broker has it on its disk. Asked for again it erases what came since, or what was left by a failure.
     *
     * @param subject the person's {@code sub}
     * @param by who asks for it
     */
    public Erased erase(String subject, Caller by) throws NotGiven {
        List<String> channels = channels(subject);
        // Before it is done: what may have been done must be found here.
        audit.record(AuditEvent.of("directed")
                .with("does", "erase")
                .with("subject", subject)
                .with("by", by.getName())
                .with("token", by.tokenId()));
        Erased erased = new Erased(0, 0);
        for (String channel : channels) {
            int marks = await(inboxes.forget(channel));
            erased = erased.plus(await(log.erase(channel)), marks);
        }
        audit.record(AuditEvent.of("erased")
                .with("subject", subject)
                .with("events", erased.events())
                .with("marks", erased.marks()));
        return erased;
    }

    private List<String> channels(String subject) {
        Set<String> personal = new HashSet<>(namespaces.inboxes());
        personal.add(NamespaceName.USER);
        List<String> channels = personal.stream()
                .flatMap(namespace -> UserChannels.of(namespace, subject).stream())
                .sorted()
                .toList();
        if (channels.isEmpty()) {
            throw new BadDirective("no channel can be this user's");
        }
        return channels;
    }

    private static <T> T await(CompletionStage<T> stage) throws NotGiven {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotGiven(e);
        } catch (ExecutionException | TimeoutException | CompletionException e) {
            throw new NotGiven(e);
        }
    }
}
