package org.tidings.testkit.verify;

import com.nimbusds.jwt.JWTClaimsSet;
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
import org.tidings.testkit.BrokerNode;
import org.tidings.testkit.FaultProxy;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;

/**
 * One broker and several instances as processes, each instance behind two proxies of its own. Driven by the run's
 * thread.
 */
final class Cluster implements AutoCloseable {

    /** Longer than any run, and valid on an instance whose clock is wrong by less than that. */
    private static final Duration TOKEN_LIFE = Duration.ofHours(24);

    private final NodeControl control = new NodeControl();
    private final BrokerNode broker = control.broker("broker");
    private final List<Member> members = new ArrayList<>();

    /**
     * Nothing is started.
     *
     * @param instances how many
     * @param settings of the configuration, for instances and broker alike
     */
    Cluster(int instances, Map<String, String> settings) {
        settings.forEach(broker::setting);
        for (int i = 0; i < instances; i++) {
            FaultProxy brokerSide = FaultProxy.to(broker.port());
            Node node = control.attached("instance-" + (char) ('a' + i), "tcp://127.0.0.1:" + brokerSide.port());
            settings.forEach(node::setting);
            members.add(new Member(node, brokerSide, FaultProxy.to(node.port())));
        }
    }

    /** The first instance makes the keys that the others share. */
    void start() {
        broker.start();
        members.get(0).node().start();
        members.stream().skip(1).forEach(member -> member.node().launch());
        members.stream().skip(1).forEach(member -> member.node().awaitReady());
    }

    NodeControl control() {
        return control;
    }

    BrokerNode broker() {
        return broker;
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

    /** Who writes each shard, as they say themselves. */
    Map<Integer, Member> leaders() {
        Map<Integer, Member> leaders = new TreeMap<>();
        for (Member member : members) {
            member.leads().forEach(shard -> leaders.put(shard, member));
        }
        return leaders;
    }

    /** The instance that writes a shard drawn at random; any one where nobody says so. */
    Member leader(Random random) {
        Map<Integer, Member> leaders = leaders();
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

    @Override
    public void close() {
        members.forEach(Member::close);
        control.close();
    }
}
