package org.tidings.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two instances of one name take each other's verdicts; a name with a path in it leaves the data directory. */
class InstanceNameTest {

    @Test
    void theDefaultDiffersByPortAndIsAName() throws StartFailure {
        assertThat(InstanceName.of(8080)).isNotEqualTo(InstanceName.of(8081)).endsWith("-8080");
        assertThat(InstanceName.parse(InstanceName.of(65535))).isEqualTo(InstanceName.of(65535));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a'b", "a b", "-a", "größe"})
    void whatIsNoFolderOrLeavesASelectorsQuotesIsNoName(String name) {
        assertThatThrownBy(() -> InstanceName.parse(name)).isInstanceOf(StartFailure.class);
    }
}
