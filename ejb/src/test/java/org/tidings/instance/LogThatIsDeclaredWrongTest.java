package org.tidings.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidings.log.LogGroups;
import org.tidings.log.LogSettings;
import org.tidings.settings.Mistakes;
import org.tidings.settings.Settings;

/** A log of another shape than its operator believes drops history that he counts on. */
class LogThatIsDeclaredWrongTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'loud':{'ring_size':500}} | logs.loud.ring_size: no bound of a log of the name \"ring_size\"; did you mean \"ring-size\"?",
                "{'loud':{'shards':0}} | logs.loud.shards: a whole number from 1 to 1024 is expected, not 0",
                "{'loud':{'ring-bytes':1000}} | a whole number from 1048576 to",
                "{'loud':5} | logs.loud: an object with the log's bounds is expected, not 5",
                "{'main':{}} | logs.main: \"main\" cannot name a log",
                "{'0':{}} | \"0\" cannot name a log",
                "{'Loud':{}} | \"Loud\" cannot name a log",
                "[] | logs: an object with a member for each log is expected, not a list",
            })
    void mistakeIsToldWithItsReason(String section, String reason) throws IOException {
        assertThat(ConfigurationCheck.mistakes(file("{'logs':" + section + "}")))
                .singleElement()
                .asString()
                .contains(".json:1:", reason);
    }

    @Test
    void namespaceInALogThatNobodyDeclaredIsToldWithTheNearestName() throws IOException {
        List<String> mistakes =
                ConfigurationCheck.mistakes(file("{'logs':{'loud':{}},'namespaces':{'ticks':{'log':'lout'}}}"));
        assertThat(mistakes)
                .singleElement()
                .asString()
                .contains("namespaces.ticks.log: no log of the name \"lout\"; did you mean \"loud\"?");
    }

    @Test
    void whatIsLeftOutIsAsInTheMainLog() throws IOException {
        Path file = file("{'shards':3,'log':{'ring-size':1000},'logs':{'loud':{'ring-size':200}}}");
        LogGroups logs = LogBounds.from(Settings.load(file, new Mistakes("")));
        LogSettings main = logs.main();
        assertThat(main.shards()).isEqualTo(3);
        assertThat(logs.others()).isEqualTo(Map.of("loud", main.laidOut(3, 200, main.ringBytes())));
        assertThat(logs.shards()).hasSize(6);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("tidings.json"), text.replace('\'', '"'));
    }
}
