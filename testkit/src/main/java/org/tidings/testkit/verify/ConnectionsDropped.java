package org.tidings.testkit.verify;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.tidings.testkit.Await;
import org.tidings.testkit.FaultProxy;

/** Every client loses its connection, comes back, and loses it again, twenty times. */
record ConnectionsDropped(List<Member> members, List<Party> parties) implements Fault {

    private static final int TIMES = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public String target() {
        return parties.size() + " clients, " + TIMES + " times each";
    }

    @Override
    public Set<String> hit() {
        return Set.of();
    }

    @Override
    public void inject() {
        for (int i = 0; i < TIMES; i++) {
            members.stream().map(Member::clientSide).forEach(FaultProxy::drop);
            // Those that have not noticed yet count as connected; they lose the next one then, or two at once.
            Await.await(
                    PATIENCE,
                    () -> members.stream()
                            .allMatch(member -> member.clientSide().connections() >= clientsOf(member)),
                    () -> "clients do not come back from a drop: " + away());
        }
    }

    private long clientsOf(Member member) {
        return parties.stream()
                .filter(party -> party.instance().equals(member.name()))
                .count();
    }

    private List<String> away() {
        return parties.stream()
                .filter(party -> !party.connected())
                .map(Party::name)
                .toList();
    }

    @Override
    public Duration hold() {
        return Duration.ZERO;
    }

    @Override
    public void heal() {
        // They come back by themselves.
    }
}
