package org.tidings.administration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.tidings.control.InstanceReport;

/** Which instances there are, as far as this one has heard. Whoever is silent for too long is gone. Thread-safe. */
public final class InstanceRoster {

    /** Several times as long as from one report to the next. */
    static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** More than there will ever be: what somebody makes up at the broker must not fill the memory. */
    static final int MAX_OTHERS = 1_000;

    private final Supplier<InstanceReport> own;
    private final LongSupplier nanos;
    private final Map<String, Heard> others = new ConcurrentHashMap<>();

    private record Heard(InstanceReport report, long atNanos, long atMillis) {}

    public InstanceRoster(Supplier<InstanceReport> own) {
        this(own, System::nanoTime);
    }

    InstanceRoster(Supplier<InstanceReport> own, LongSupplier nanos) {
        this.own = own;
        this.nanos = nanos;
    }

    /** What this instance says of itself. */
    public InstanceReport own() {
        return own.get();
    }

    /** Another instance has said that it is there. */
    public void heard(InstanceReport report) {
        forgetTheSilent();
        if (others.size() < MAX_OTHERS || others.containsKey(report.incarnation())) {
            others.put(report.incarnation(), new Heard(report, nanos.getAsLong(), System.currentTimeMillis()));
        }
    }

    /** All of them, by name. */
    public List<LiveInstance> all() {
        forgetTheSilent();
        List<LiveInstance> all = new ArrayList<>();
        all.add(new LiveInstance(own(), System.currentTimeMillis(), true));
        others.values().forEach(heard -> all.add(new LiveInstance(heard.report(), heard.atMillis(), false)));
        all.sort(Comparator.comparing((LiveInstance live) -> live.report().name())
                .thenComparing(live -> live.report().since()));
        return all;
    }

    private void forgetTheSilent() {
        long now = nanos.getAsLong();
        others.values().removeIf(heard -> now - heard.atNanos() > SILENCE_NANOS);
    }
}
