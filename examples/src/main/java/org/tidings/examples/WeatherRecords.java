package org.tidings.examples;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.tidings.client.Event;
import org.tidings.client.Gap;
import org.tidings.client.SubscribeFrom;
import org.tidings.client.SubscriptionListener;
import org.tidings.client.TidingsClient;

/**
 * Follows observations and tells every new record of heat. Comes back by itself when the connection is lost, and goes on
 * behind the last event that it saw.
 *
 * <p>Arguments: the WebSocket's address, a token, a channel, and after how many observations to end.
 */
public final class WeatherRecords implements SubscriptionListener {

    /** By location. Like all that a listener holds, confined to the client's callbacks, which come one by one. */
    private final Map<String, Double> hottest = new HashMap<>();

    private final CountDownLatch remaining;

    private WeatherRecords(int observations) {
        remaining = new CountDownLatch(observations);
    }

    @Override
    public void onEvent(Event event) {
        try (JsonReader reader = Json.createReader(new StringReader(event.payload()))) {
            JsonObject observation = reader.readObject();
            String location = observation.getString("location");
            double celsius = observation.getJsonNumber("temp_max").doubleValue();
            if (celsius > hottest.getOrDefault(location, Double.NEGATIVE_INFINITY)) {
                hottest.put(location, celsius);
                System.out.println(observation.getString("date") + " " + location + " " + celsius + " °C");
            }
        }
        remaining.countDown();
    }

    @Override
    public void onGap(Gap gap) {
        System.err.println("observations are missing for good: " + gap);
    }

    public static void main(String[] arguments) throws Exception {
        URI uri = URI.create(arguments[0]);
        String token = arguments[1];
        String channel = arguments[2];
        WeatherRecords records = new WeatherRecords(Integer.parseInt(arguments[3]));

        try (TidingsClient client = TidingsClient.builder(uri)
                .token(() -> token)
                .stateListener(change -> System.err.println(change.to() + ": " + change.reason()))
                .build()) {
            client.subscribe(channel, SubscribeFrom.last(10_000), records);
            client.connect();
            records.remaining.await();
        }
    }
}
