package org.tidings.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule that was misspelt and passed over in silence leaves a door open, or shut. */
class RuleMistakesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'alow':'publish','channels':'*','to':'everyone' | did you mean \"allow\"?",
                "'channels':'*','to':'everyone' | either \"allow\" or \"deny\"",
                "'allow':'publish','deny':'publish','channels':'*','to':'everyone' | either \"allow\" or \"deny\"",
                "'allow':'pubish','channels':'*','to':'everyone' | no action of the name \"pubish\"; did you mean \"publish\"?",
                "'allow':[],'channels':'*','to':'everyone' | a rule about nothing",
                "'allow':[1],'channels':'*','to':'everyone' | rules[0].allow[0]: an action, a text, is expected, not 1",
                "'allow':'publish','to':'everyone' | a rule has \"channels\" or \"namespaces\"",
                "'allow':'publish','channels':[],'to':'everyone' | a rule about nothing",
                "'allow':'publish','channels':'*' | a rule says to whom it applies",
                "'allow':'publish','channels':'a:{sbu}','to':'everyone' | no variable is named \"{sbu}\": there are {sub}, {group} and {claim:NAME}",
                "'allow':'publish','channels':'a:{claim:}','to':'everyone' | no variable is named",
                "'allow':'publish','channels':'a:x-{sub}','to':'everyone' | is not a whole segment",
                "'allow':'publish','channels':'a:{sub}*','to':'everyone' | is not a whole segment",
                "'allow':'publish','channels':'a*:b','to':'everyone' | the * is neither",
                "'allow':'publish','channels':'a:**','to':'everyone' | the * is neither",
                "'allow':'publish','channels':'a::b','to':'everyone' | a segment is empty",
                "'allow':'publish','channels':'a b','to':'everyone' | can be in no channel's name",
                "'allow':'publish','channels':'','to':'everyone' | a segment is empty",
                "'allow':'publish','namespaces':'a:b','to':'everyone' | is not a namespace",
                "'allow':'publish','channels':'*','to':'evryone' | no audience of the name \"evryone\"; did you mean \"everyone\"?",
                "'allow':'publish','channels':'*','to':7 | rules[0].to: \"everyone\", \"granted-by-token\" or an object is expected",
                "'allow':'publish','channels':'*','to':{} | for all callers write \"everyone\"",
                "'allow':'publish','channels':'*','to':{'grops':'a'} | did you mean \"groups\"?",
                "'allow':'publish','channels':'*','to':{'groups':[]} | a rule about nothing",
                "'allow':'publish','channels':'*','to':{'claims':'a'} | an object of claims and their values is expected",
                "'allow':'publish','channels':'*','to':{'claims':{'a':[]}} | a value is expected",
                "'allow':'publish','channels':'*','to':{'claims':{'a':{}}} | a text, a number, true or false is expected",
                "'deny':'publish','channels':'*','to':'granted-by-token' | can grant, not deny",
                "'name':'','allow':'publish','channels':'*','to':'everyone' | the rule's name, a text, is expected",
            })
    void mistakeIsToldWithItsReason(String rule, String reason) {
        assertThat(RuleFiles.mistakes("{\"rules\":[{" + rule.replace('\'', '"') + "}]}"))
                .anySatisfy(mistake -> assertThat(mistake)
                        .startsWith("1:")
                        .contains("rules[0]")
                        .contains(reason));
    }

    @Test
    void everyMistakeHasItsLineColumnAndPath() {
        assertThat(
                        RuleFiles.mistakes(
                                """
                        {
                          "rules": [
                            {"name": "a", "allow": "publish", "channels": "a:*", "to": "everyone"},
                            {"name": "a",
                             "allow": ["subscribe", "reed"],
                             "channels": ["news", "a:{user}"],
                             "to": {"groups": "x"}}
                          ]
                        }
                        """))
                .containsExactly(
                        "4:14: rules[1].name: the rule in line 3 has this name too",
                        "5:29: rules[1].allow[1]: no action of the name \"reed\"",
                        "6:27: rules[1].channels[1]: no variable is named \"{user}\": there are {sub}, {group} and"
                                + " {claim:NAME}");
    }

    @Test
    void rulesThatDecideNothingAreNoSilentComment() {
        assertThat(RuleFiles.mistakes("{\"channels\":\"open\",\"rules\":[]}"))
                .singleElement()
                .asString()
                .contains("rules decide nothing while tidings.channels is open");
    }

    @Test
    void rulesAreAList() {
        for (String other : List.of("{}", "null", "7", "\"open\"")) {
            assertThat(RuleFiles.mistakes("{\"rules\":" + other + "}"))
                    .singleElement()
                    .asString()
                    .contains("a list of rules is expected");
        }
    }
}
