package org.tidings.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A channel that loses its positions under its subscribers, or gets some, would be two channels at once. */
class DurabilityChangesAtTheNextStartTest {

    private final CurrentNamespaces namespaces = new CurrentNamespaces(NamespaceFiles.read(
            "{'cursor':{'durability':'ephemeral'},'orders':{'publish-per-second':1},'default':{'open':true}}"));

    @Test
    void andUntilThenTheOptionsOfTheStartHold() {
        namespaces.replace(NamespaceFiles.read(
                "{'cursor':{'publish-per-second':5},'orders':{'durability':'ephemeral'},'ticks':{'durability':'ephemeral'},"
                        + "'default':{'open':true}}"));

        assertThat(namespaces.of("cursor:a").orElseThrow().ephemeral()).isTrue();
        assertThat(namespaces.of("orders:a").orElseThrow().ephemeral()).isFalse();
        assertThat(namespaces.of("orders:a").orElseThrow().publishPerSecond()).isOne();
        assertThat(namespaces.of("ticks:a").orElseThrow().ephemeral())
                .as("a channel of the open default before")
                .isFalse();
        assertThat(namespaces.ofAnotherDurability())
                .containsExactly(
                        "namespaces.cursor.durability", "namespaces.orders.durability", "namespaces.ticks.durability");
    }

    @Test
    void otherOptionsHoldAtOnce() {
        namespaces.replace(NamespaceFiles.read(
                "{'cursor':{'durability':'ephemeral','publish-per-second':5},'orders':{'publish-per-second':9}}"));

        assertThat(namespaces.of("cursor:a").orElseThrow().publishPerSecond()).isEqualTo(5);
        assertThat(namespaces.of("orders:a").orElseThrow().publishPerSecond()).isEqualTo(9);
        assertThat(namespaces.of("else:a")).isEmpty();
        assertThat(namespaces.ofAnotherDurability()).isEmpty();
    }
}
