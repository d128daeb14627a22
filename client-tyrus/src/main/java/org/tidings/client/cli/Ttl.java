package org.tidings.client.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** A time to live as it is typed: a number and one of {@code s m h d}, negative allowed. */
record Ttl(Duration duration) {

    private static final Pattern FORM = Pattern.compile("([+-]?\\d{1,9})([smhd])");

    static Ttl parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is no time to live; write 30s, 15m, 1h or 2d");
        }
        long number = Long.parseLong(matcher.group(1));
        return new Ttl(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }
}
