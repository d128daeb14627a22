package org.tidings.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidings.settings.Settings;

/** An option that was misspelt and passed over in silence leaves a channel other than its operator believes. */
class NamespaceMistakesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'durabilty':'durable'} | no option of a namespace of the name \"durabilty\"; did you mean \"durability\"?",
                "{'durability':'durible'} | no choice for \"durability\" of the name \"durible\"; did you mean \"durable\"?",
                "{'durability':1} | one of durable, ephemeral is expected, not 1",
                "{'durability':'ephemeral','history':{'count':1}} | \"history\" has no meaning where events are ephemeral",
                "{'durability':'ephemeral','last-value':true} | \"last-value\" has no meaning",
                "{'durability':'ephemeral','slow':'catch-up'} | no choice for \"slow\" of the name \"catch-up\"",
                "{'history':5} | an object is expected, not 5",
                "{'history':{'count':-1}} | a whole number from 0 to 10000000 is expected, not -1",
                "{'history':{'cuont':1}} | no part of \"history\" of the name \"cuont\"; did you mean \"count\"?",
                "{'presence':true} | one of off, count, members is expected, not true",
                "{'presence':'count','join-leave':true} | \"join-leave\" needs \"presence\": \"members\"",
                "{'slow':'conflate'} | \"conflate-by\", the header that says what replaces what, go together",
                "{'conflate-by':'symbol'} | \"conflate-by\", the header that says what replaces what, go together",
                "{'last-value':'yes'} | true or false is expected, not a text",
                "{'max-payload-bytes':0} | a whole number from 1 to",
                "{'publish-per-second':1.5} | a whole number from 1 to 1000000 is expected, not 1.5",
                "{'durability':'ephemeral','inbox':true} | \"inbox\" has no meaning where events are ephemeral",
                "{'inbox':{'devises':1}} | no part of \"inbox\" of the name \"devises\"; did you mean \"devices\"?",
                "{'inbox':true,'last-value':true} | \"last-value\" goes with no user's channels",
                "{'inbox':'yes'} | an object is expected, not a text",
                "{'log':'mian'} | no log of the name \"mian\"; did you mean \"main\"?",
                "{'log':1} | the name of a log is expected, not 1",
                "{'open':true} | no option of a namespace of the name \"open\"",
                "[] | an object with the namespace's options is expected, not a list",
            })
    void mistakeIsToldWithItsReason(String options, String reason) {
        assertThat(NamespaceFiles.mistakes("{'chat':" + options + "}")).anySatisfy(mistake -> assertThat(mistake)
                .startsWith("1:")
                .contains("namespaces.chat")
                .contains(reason));
    }

    @Test
    void namespaceThatNoChannelCanHaveIsAMistake() {
        assertThat(NamespaceFiles.mistakes("{'a:b':{}}"))
                .singleElement()
                .asString()
                .contains("named with letters, digits and ._~-");
    }

    @Test
    void whatCouldBeTakenForTheUsersChannelsOrIsNobodysInboxIsAMistake() {
        assertThat(NamespaceFiles.mistakes("{'User':{}}"))
                .singleElement()
                .asString()
                .contains("taken for \"user\"");
        assertThat(NamespaceFiles.mistakes("{'default':{'inbox':true}}"))
                .singleElement()
                .asString()
                .contains("nobody's inbox");
        assertThat(NamespaceFiles.read("{'inbox':{'inbox':true},'mail':{'inbox':{'devices':3}},'chat':{'inbox':false}}")
                        .inboxes())
                .containsExactlyInAnyOrder("inbox", "mail");
    }

    @Test
    void namespaceIsInALogThatIsDeclared() {
        Namespaces namespaces =
                NamespaceFiles.readFile("{'logs':{'loud':{}},'namespaces':{'ticks':{'log':'loud'},'chat':{}}}");
        assertThat(namespaces.of("ticks:a").orElseThrow().log()).isEqualTo("loud");
        assertThat(namespaces.of("chat:a").orElseThrow().log()).isEqualTo("main");
    }

    /** Whoever had subscribed would listen where nothing comes any more, and each instance would move it at another time. */
    @Test
    void channelStaysInItsLogWhenTheFileMovesItWhileInstancesRun() {
        String logs = "{'logs':{'loud':{}},'namespaces':";
        CurrentNamespaces current =
                new CurrentNamespaces(NamespaceFiles.readFile(logs + "{'ticks':{},'default':{'open':true}}}"));
        current.replace(NamespaceFiles.readFile(
                logs + "{'ticks':{'log':'loud'},'new':{'log':'loud'},'chat':{},'default':{'open':true}}}"));
        assertThat(current.group("ticks:a")).isEqualTo("main");
        assertThat(current.group("new:a")).isEqualTo("main");
        assertThat(current.inAnotherLog()).containsExactly("namespaces.new.log", "namespaces.ticks.log");
    }

    @Test
    void everyOptionHasADefault() {
        NamespaceOptions chat = NamespaceFiles.read("{'chat':{}}").of("chat:1").orElseThrow();
        assertThat(chat.durability()).isEqualTo(Durability.DURABLE);
        assertThat(chat.history()).isEqualTo(HistoryBound.RETAINED);
        assertThat(chat.presence()).isEqualTo(PresenceMode.OFF);
        assertThat(chat.slow()).isEqualTo(SlowPolicy.CATCH_UP);
        assertThat(chat.lastValue()).isFalse();
    }

    @Test
    void ephemeralEventsOfASlowSubscriberAreDropped() {
        NamespaceOptions cursors = NamespaceFiles.read("{'cursor':{'durability':'ephemeral'}}")
                .of("cursor:1")
                .orElseThrow();
        assertThat(cursors.slow()).isEqualTo(SlowPolicy.DROP);
        assertThat(cursors.history()).isEqualTo(HistoryBound.NONE);
    }

    @Test
    void undeclaredNamespaceIsUnknownUnlessTheDefaultIsOpen() {
        assertThat(NamespaceFiles.read("{'chat':{}}").of("caht:1")).isEmpty();
        assertThat(NamespaceFiles.read("{'chat':{},'default':{}}").of("caht:1")).isEmpty();
        assertThat(NamespaceFiles.read("{'chat':{},'default':{'open':true}}").of("caht:1"))
                .isPresent();
        assertThat(Namespaces.from(Settings.of(Map.of())).of("caht:1")).isPresent();
    }

    @Test
    void channelWithoutAColonIsOfTheDefault() {
        assertThat(NamespaceFiles.read("{'default':{'last-value':true}}").of("news"))
                .hasValueSatisfying(options -> assertThat(options.lastValue()).isTrue());
        assertThat(NamespaceFiles.read("{'news':{}}").of("news")).isEmpty();
    }
}
