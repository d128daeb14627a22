package org.tidings.peer;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.messaging.simp.annotation.SubscribeMapping;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.stereotype.Controller;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/**
 * Rooms as topics of Spring's simple broker, which keeps the order in both directions. Clients send to {@code /topic/…}
 * themselves. Usage: StompBroker PORT
 */
@SpringBootApplication
@EnableWebSocketMessageBroker
@Controller
public class StompBroker implements WebSocketMessageBrokerConfigurer {

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(StompBroker.class);
        application.setDefaultProperties(Map.of(
                "server.address", "127.0.0.1",
                "server.port", arguments[0],
                "server.tomcat.max-connections", "20000",
                "server.tomcat.accept-count", "4096",
                "logging.level.root", "warn"));
        application.run();
    }

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
        registry.addEndpoint("/stomp");
        registry.setPreserveReceiveOrder(true);
    }

    @Override
    public void configureMessageBroker(MessageBrokerRegistry registry) {
        registry.enableSimpleBroker("/topic");
        registry.setApplicationDestinationPrefixes("/app");
        registry.setPreservePublishOrder(true);
    }

    /** Answered behind all that its client asked before: the simple broker gives no receipts. */
    @SubscribeMapping("/subscribed")
    public String subscribed() {
        return "subscribed";
    }
}
