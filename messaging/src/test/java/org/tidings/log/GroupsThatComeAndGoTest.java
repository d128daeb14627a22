package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A shard whose number changed with the configuration would be taken for another one, by clients and by instances. */
class GroupsThatComeAndGoTest {

    private static final LogSettings FOUR = new LogSettings(4, 1_000, 64L << 20, 120_000, 2_000, 12_000, 100);

    private static Map<LogShard, Integer> numbers(String... groups) {
        LogGroups all = new LogGroups(FOUR, Stream.of(groups).collect(Collectors.toMap(name -> name, name -> FOUR)));
        return all.shards().stream().collect(Collectors.toMap(shard -> shard, LogShard::number));
    }

    @Test
    void anotherGroupNumbersNoShardAnew() {
        assertThat(numbers("alerts", "inbox", "ticks"))
                .containsAllEntriesOf(numbers("inbox"))
                .hasSize(16);
        assertThat(numbers("alerts", "inbox", "ticks").values()).doesNotHaveDuplicates();
    }

    @Test
    void mainShardsAreNumberedAndNamedAsIfThereWereNoGroups() {
        assertThat(numbers().values()).containsExactlyInAnyOrder(0, 1, 2, 3);
        LogShard second = new LogShard(LogShard.MAIN, 1);
        assertThat(LogAddresses.log(second)).isEqualTo("log.1");
        assertThat(LogAddresses.logQueue(second)).isEqualTo("log-1");
        assertThat(LogAddresses.publish(second)).isEqualTo("publish.1");
        assertThat(LogAddresses.dedupeQueue(second)).isEqualTo("dedupe-1");
    }

    @Test
    void shardsOfAGroupHaveAddressesOfTheirOwn() {
        LogShard second = new LogShard("inbox", 1);
        assertThat(LogAddresses.log(second)).isEqualTo("log.inbox.1");
        assertThat(LogAddresses.logQueue(second)).isEqualTo("log-inbox-1");
        assertThat(LogAddresses.publish(second)).isEqualTo("publish.inbox.1");
        assertThat(LogAddresses.dedupe(second)).isEqualTo("dedupe.inbox.1");
        assertThat(second.number()).isGreaterThan(LogShard.NUMBERS_OF_A_GROUP);
    }

    /** "0" would have the address log.0.0, which the pattern of the main log's first shard fits. */
    @Test
    void nameThatWouldReachIntoOtherAddressesIsRefused() {
        assertThat(Stream.of("0", "a.b", "a#", "A", "", "main", "-a", "a".repeat(33)))
                .noneMatch(LogGroups::isName);
        assertThatThrownBy(() -> new LogGroups(FOUR, Map.of("0", FOUR))).hasMessageContaining("no log can be named 0");
    }

    @Test
    void namesWhoseShardsWouldShareNumbersAreRefusedTogether() {
        Map<Integer, String> taken = new HashMap<>();
        String[] clash = IntStream.range(0, 100_000)
                .mapToObj(i -> "g" + i)
                .map(name -> {
                    String other = taken.putIfAbsent(LogShard.firstNumber(name), name);
                    return other == null ? null : new String[] {other, name};
                })
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        assertThat(LogGroups.clash(new TreeSet<>(Set.of(clash))))
                .hasValueSatisfying(reason -> assertThat(reason).contains(clash[0], clash[1]));
        assertThat(LogGroups.clash(Set.of("alerts", "inbox"))).isEmpty();
    }
}
