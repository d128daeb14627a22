package org.tidings.examples;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.tidings.client.Publication;
import org.tidings.client.Receipt;
import org.tidings.client.TidingsClient;

/**
 * Publishes each line of a file as an event and ends when all of them are on the broker's disk, whatever happens to the
 * server meanwhile.
 *
 * <p>Arguments: the WebSocket's address, a token, a channel, a file with one JSON value a line.
 */
public final class WeatherStation {

    private WeatherStation() {}

    public static void main(String[] arguments) throws Exception {
        URI uri = URI.create(arguments[0]);
        String token = arguments[1];
        String channel = arguments[2];
        List<String> observations = Files.readAllLines(Path.of(arguments[3]));

        try (TidingsClient client =
                TidingsClient.builder(uri).token(() -> token).build()) {
            client.connect();
            List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
            for (String observation : observations) {
                // Waits while too many are on their way. The client resends what a lost connection left unanswered.
                receipts.add(client.publishWhenRoom(Publication.of(channel, observation)));
            }
            for (CompletableFuture<Receipt> receipt : receipts) {
                receipt.get();
            }
            System.out.println(receipts.size() + " observations are stored");
        }
    }
}
