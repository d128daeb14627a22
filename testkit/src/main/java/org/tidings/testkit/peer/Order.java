package org.tidings.testkit.peer;

import java.util.Locale;
import java.util.Random;

/** A payload such as applications send: an object of 500 bytes whose values differ from one to the next. */
final class Order {

    private static final int BYTES = 500;

    private static final String[] GOODS = {
        "lamp", "table", "notebook", "kettle", "umbrella", "bicycle", "jacket", "radio"
    };

    private Order() {}

    /** @param text a JSON string that becomes one of its values */
    static String of(long number, String text) {
        Random random = new Random(number);
        StringBuilder order = new StringBuilder(BYTES).append("{\"mark\":").append(text);
        order.append(",\"id\":\"").append(Long.toHexString(random.nextLong())).append("\",\"positions\":[");
        for (String separator = ""; order.length() < BYTES - 80; separator = ",") {
            order.append(String.format(
                    Locale.ROOT,
                    "%s{\"item\":\"%s\",\"quantity\":%d,\"price\":%.2f}",
                    separator,
                    GOODS[random.nextInt(GOODS.length)],
                    1 + random.nextInt(9),
                    random.nextInt(50_000) / 100.0));
        }
        order.append("],\"note\":\"");
        while (order.length() < BYTES - 2) {
            order.append((char) ('a' + random.nextInt(26)));
        }
        return order.append("\"}").toString();
    }
}
