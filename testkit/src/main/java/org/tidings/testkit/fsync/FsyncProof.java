package org.tidings.testkit.fsync;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.tidings.testkit.BrokerNode;
import org.tidings.testkit.ControlledProcess;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;
import org.tidings.testkit.WireRequest;

/**
 * {@code testkit/fsync-proof}: shows for each of a number of publishes that its event went to the journal, that a sync of that
 * file began after this and returned, and that only then the reply was written to the client's socket.
 *
 * <p>The first half is published one after the other, so that nothing else can have asked for the sync; the second all at once,
 * where several share one.
 */
public final class FsyncProof {

    private static final String CHANNEL = "proof:fsync";
    private static final int SKIPPED = 77;

    private final PrintStream out;
    private final int publishes;

    public FsyncProof(PrintStream out, int publishes) {
        this.out = out;
        this.publishes = publishes;
    }

    /** Exit status 0: shown for every publish; 1: missing for one; 77: there is no tracer here. */
    public static void main(String[] arguments) {
        if (!possible()) {
            System.err.println("fsync-proof: no strace here that may trace processes (Debian: apt-get install strace)");
            System.exit(SKIPPED);
        }
        int publishes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 40;
        FsyncProof proof = new FsyncProof(System.out, publishes);
        boolean embedded = proof.withBrokerInside();
        boolean alone = proof.withBrokerAlone();
        System.exit(embedded && alone ? 0 : 1);
    }

    /** Whether there is a strace that may trace processes. */
    public static boolean possible() {
        return Strace.works();
    }

    /** One instance with the broker in its process. */
    public boolean withBrokerInside() {
        try (NodeControl control = new NodeControl()) {
            Node node = control.embedded("a");
            node.start();
            out.println("An instance with its broker in one process, " + publishes + " publishes:");
            return prove(control, node, List.of(node));
        }
    }

    /** An instance, and a broker in a process of its own. */
    public boolean withBrokerAlone() {
        try (NodeControl control = new NodeControl()) {
            BrokerNode broker = control.broker("broker");
            broker.start();
            Node node = control.attached("a", broker.url());
            node.start();
            out.println("An instance and a broker alone, " + publishes + " publishes:");
            return prove(control, node, List.of(broker, node));
        }
    }

    private boolean prove(NodeControl control, Node node, List<ControlledProcess> traced) {
        List<Evidence.AcknowledgedPublish> acknowledged = new ArrayList<>();
        List<SystemCall> calls;
        try (Strace strace = Strace.of(control.folder().resolve("trace"), traced);
                WireClient client = node.connect(control.tokens().of("prover"))) {
            awaitTracing(strace, client);
            for (int i = 0; i < publishes / 2; i++) {
                acknowledged.addAll(publishTogether(client, 1));
            }
            acknowledged.addAll(publishTogether(client, publishes - publishes / 2));
            strace.awaitSeen("\\\"id\\\":\\\""
                    + acknowledged.get(acknowledged.size() - 1).id() + "\\\"");
            calls = strace.calls();
        }
        return report(acknowledged.stream()
                .map(publish -> Evidence.of(publish, calls))
                .toList());
    }

    /** A thread that is traced from its next call on might have been in the middle of one. */
    private static void awaitTracing(Strace strace, WireClient client) {
        String first = UUID.randomUUID().toString();
        client.publish(CHANNEL, "\"" + first + "\"");
        strace.awaitSeen("attached");
        String second = UUID.randomUUID().toString();
        client.publish(CHANNEL, "\"" + second + "\"");
        strace.awaitSeen(second);
    }

    private static List<Evidence.AcknowledgedPublish> publishTogether(WireClient client, int count) {
        List<CompletableFuture<Evidence.AcknowledgedPublish>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = "fsync-proof-" + UUID.randomUUID();
            WireRequest request = client.request("publish").channel(CHANNEL).payload("\"" + text + "\"");
            long sentMicros = nowMicros();
            sent.add(request.send().thenApply(answer -> acknowledged(answer, text, sentMicros)));
        }
        return sent.stream().map(CompletableFuture::join).toList();
    }

    private static Evidence.AcknowledgedPublish acknowledged(WireEnvelope answer, String text, long sentMicros) {
        if (!answer.type().equals("reply")) {
            throw new AssertionError("not acknowledged: " + answer);
        }
        return new Evidence.AcknowledgedPublish(answer.id(), text, sentMicros, nowMicros());
    }

    private boolean report(List<Evidence> evidence) {
        out.println("  microseconds after the client sent it");
        out.println("  " + Evidence.header());
        evidence.forEach(each -> out.println("  " + each.line()));
        long shown = evidence.stream().filter(Evidence::holds).count();
        long syncs = evidence.stream()
                .filter(Evidence::holds)
                .map(each -> each.synced().beginLine())
                .distinct()
                .count();
        String call = evidence.stream()
                .filter(Evidence::holds)
                .map(each -> each.synced().name())
                .findFirst()
                .orElse("sync");
        out.println("  " + shown + " of " + evidence.size() + ": " + call
                + " of the journal returned between the event's write and its reply; " + syncs + " of these in all\n");
        return shown == evidence.size();
    }

    private static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
