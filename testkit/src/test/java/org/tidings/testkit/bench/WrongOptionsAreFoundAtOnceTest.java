package org.tidings.testkit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Whoever misspells something hears so before anything is started, and hears what there is. */
class WrongOptionsAreFoundAtOnceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--scenario fan                            | no scenario fan; there are latency, attack",
                "--scenario fanout --peers socketio,sokcet | no peer sokcet; there are socketio, ",
                "--scenario fanout --server tomcat         | no server tomcat; there are payara-micro",
                "--scenario fanout --rounds 0              | --rounds is a number from 1, not 0",
                "--scenario rooms --warm-up-seconds 0      | --warm-up-seconds is a number from 1, not 0",
                "--scenario jvms --jvm /no/such/jdk        | --jvm: no Java at /no/such/jdk: name the folder of a JDK",
                "--scenario rooms --jvm /any               | --jvm is of the scenario jvms, and not of rooms",
                "--scenario fanout --chart /no/such/c.svg  | --chart /no/such/c.svg cannot be written",
                "--scenario fanout --report /no/such/r     | --report /no/such/r cannot be written",
                "--scenario flood --chart c.svg            | --chart is of the scenarios in which others take part"
            })
    void ofAnyOption(String arguments, String message) {
        StringWriter said = new StringWriter();
        int status = new CommandLine(new Bench()).setErr(new PrintWriter(said)).execute(arguments.split(" "));
        assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(said.toString()).contains(message);
    }
}
