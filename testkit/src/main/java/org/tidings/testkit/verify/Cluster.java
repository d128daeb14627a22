package org.tidings.testkit.verify;

import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tidings.client.token.DevelopmentKeys;
import org.tidings.testkit.BrokerNode;
import org.tidings.testkit.BrokerPair;
import org.tidings.testkit.FaultProxy;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;

/**
 * One broker, or two, and several instances as processes, each instance behind proxies of its own. Driven by the run's
 * thread.
 */
final class Cluster implements AutoCloseable {

    /** Longer than any run, and valid on an instance whose clock is wrong by less than that. */
    private static final Duration TOKEN_LIFE = Duration.ofHours(24);

    private final NodeControl control = new NodeControl();

    /** Null where there is a pair. */
    private final BrokerNode broker;

    /** Null where there is one broker. */
    private final BrokerPair pair;

    private final List<Member> members = new ArrayList<>();

    /**
     * Nothing is started.
     *
     * @param kind its shape
     * @param instances how many
     * @param settings of the configuration, for instances and brokers alike
     */
    Cluster(SceneKind kind, int instances, Map<String, String> settings) {
        boolean paired = kind == SceneKind.PAIR;
        pair = paired ? control.brokerPair() : null;
        broker = paired ? null : control.broker("broker");
        if (paired) {
            settings.forEach(pair.primary()::setting);
            settings.forEach(pair.backup()::setting);
        } else {
            settings.forEach(broker::setting);
        }
        List<Integer> ports =
                paired ? List.of(pair.primary().port(), pair.backup().port()) : List.of(broker.port());
        for (int i = 0; i < instances; i++) {
            List<FaultProxy> brokerSide = ports.stream().map(FaultProxy::to).toList();
            String url = brokerSide.stream()
                    .map(proxy -> "tcp://127.0.0.1:" + proxy.port())
                    .collect(Collectors.joining(","));
            Node node = control.attached("instance-" + (char) ('a' + i), url);
            settings.forEach(node::setting);
            members.add(new Member(node, brokerSide, FaultProxy.to(node.port())));
        }
    }

    /** All instances at once: the keys that the first would make are there before. */
    void start() {
        keys();
        if (pair == null) {
            broker.start();
        } else {
            pair.start();
        }
        members.forEach(member -> member.node().launch());
        members.forEach(member -> member.node().awaitReady());
    }

    private void keys() {
        try {
            DevelopmentKeys.openOrCreate(control.keys());
        } catch (IOException e) {
            throw new UncheckedIOException("no keys for tokens", e);
        }
    }

    NodeControl control() {
        return control;
    }

    BrokerNode broker() {
        return broker;
    }

    BrokerPair pair() {
        return pair;
    }

    List<Member> members() {
        return members;
    }

    /** A token that holds on instances whose clocks are wrong too. */
    String token(String subject) {
        Instant now = Instant.now();
        JWTClaimsSet claims = new JWTClaimsSet.Builder(
                        control.tokens().claims(subject).build())
                .issueTime(Date.from(now.minus(TOKEN_LIFE)))
                .expirationTime(Date.from(now.plus(TOKEN_LIFE)))
                .build();
        return control.tokens().sign(claims);
    }

    /** The instance that writes a shard drawn at random, as it says itself; any one where nobody says so. */
    Member leader(Random random) {
        Map<Integer, Member> leaders = new TreeMap<>();
        for (Member member : members) {
            member.leads().forEach(shard -> leaders.put(shard, member));
        }
        return leaders.getOrDefault(random.nextInt(Channels.SHARDS), anyone(random));
    }

    /** Of the instances that write the fewest shards, one. */
    Member follower(Random random) {
        List<Member> shuffled = new ArrayList<>(members);
        Collections.shuffle(shuffled, random);
        return shuffled.stream()
                .min(Comparator.comparingInt(member -> member.leads().size()))
                .orElseThrow();
    }

    Member anyone(Random random) {
        return members.get(random.nextInt(members.size()));
    }

    /** Ends every process; their files stay. */
    void end() {
        control.end();
    }

    @Override
    public void close() {
        members.forEach(Member::close);
        control.close();
    }
}
