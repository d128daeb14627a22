package org.tidings.fanout;

import java.util.List;
import org.tidings.history.StoredEvent;
import org.tidings.namespace.SlowPolicy;

/**
 * Gives subscriptions the events that nobody keeps. Where there is no room for one it is dropped, or held until there is; either way its
 * subscriber is told how many did not come. Guarded by the feed's lock.
 */
final class EphemeralDelivery {

    private final Delivery delivery;
    private final DeliveryMetrics metrics;
    private final Wanted wanted = new Wanted();

    EphemeralDelivery(Delivery delivery, DeliveryMetrics metrics) {
        this.delivery = delivery;
        this.metrics = metrics;
    }

    /** An event is nowhere but on its way to these. */
    void event(StoredEvent event, List<Subscription> subscribers) {
        for (Subscription subscription : subscribers) {
            if (wanted.by(subscription, event)) {
                StoredEvent named = subscription.named(event);
                // Not past one that has found no room before it.
                boolean queued = subscription.live() && subscription.outlet().offer(subscription, named, null);
                if (!queued) {
                    noRoom(subscription, named);
                }
            }
        }
    }

    private void noRoom(Subscription subscription, StoredEvent event) {
        boolean wasLive = subscription.live();
        subscription.fallBehind();
        SlowPolicy policy = subscription.options().slow();
        if (policy == SlowPolicy.DISCONNECT) {
            if (wasLive) {
                delivery.disconnect(subscription);
            }
            return;
        }
        if (policy == SlowPolicy.CONFLATE) {
            hold(subscription, event);
        } else {
            delivery.drop(subscription, event);
        }
        if (wasLive) {
            subscription.outlet().behind(subscription);
        }
    }

    private void hold(Subscription subscription, StoredEvent event) {
        if (subscription.held() == null) {
            subscription.hold(new Held(subscription, metrics));
        }
        subscription.held().keep(event);
    }
}
