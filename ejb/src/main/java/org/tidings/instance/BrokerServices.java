package org.tidings.instance;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.tidings.ask.Questions;
import org.tidings.authorization.RemoteSettings;
import org.tidings.control.DirectiveCodec;
import org.tidings.control.Directives;
import org.tidings.control.PresenceExchange;
import org.tidings.control.TicketStore;
import org.tidings.control.UsageExchange;
import org.tidings.log.BrokerConnector;
import org.tidings.log.EventLog;
import org.tidings.log.JmsDirectives;
import org.tidings.log.JmsEventLog;
import org.tidings.log.JmsLiveEvents;
import org.tidings.log.JmsMarkTable;
import org.tidings.log.JmsPresenceExchange;
import org.tidings.log.JmsQuestions;
import org.tidings.log.JmsTicketStore;
import org.tidings.log.JmsUsageExchange;
import org.tidings.log.LiveEvents;
import org.tidings.log.LogGroups;
import org.tidings.mark.MarkTable;
import org.tidings.namespace.CurrentNamespaces;
import org.tidings.settings.Settings;

/**
 * Everything of an instance that speaks to the broker, and ends together. Immutable.
 *
 * @param questions where an application behind the broker is asked about rights; empty where none is to be
 */
record BrokerServices(
        EventLog log,
        LiveEvents live,
        Directives directives,
        MarkTable marks,
        TicketStore tickets,
        UsageExchange usage,
        PresenceExchange presence,
        Optional<Questions> questions) {

    /** @param threads makes every thread that speaks to the broker */
    static BrokerServices of(
            Settings settings,
            String instance,
            LogGroups logs,
            CurrentNamespaces namespaces,
            DirectiveCodec codec,
            ThreadFactory threads,
            MeterRegistry meters) {
        BrokerConnector broker = new BrokerConnector(BrokerEndpoint.from(settings));
        return new BrokerServices(
                new JmsEventLog(logs, namespaces, broker, threads, meters),
                new JmsLiveEvents(logs.main().shards(), broker, threads, meters),
                new JmsDirectives(codec, broker, threads, meters),
                new JmsMarkTable(broker, threads, meters),
                new JmsTicketStore(broker, threads),
                new JmsUsageExchange(broker, threads, meters),
                new JmsPresenceExchange(broker, threads, meters),
                RemoteSettings.from(settings, instance)
                        .map(asked -> new JmsQuestions(
                                asked.address(),
                                asked.timeout().toMillis(),
                                RemoteSettings.MAX_WAITING,
                                broker,
                                threads,
                                meters)));
    }

    /** Why the instance cannot serve yet, one sentence each. */
    List<String> obstacles() {
        return Stream.of(log.obstacles(), live.obstacles(), directives.obstacles(), marks.obstacles())
                .flatMap(List::stream)
                .toList();
    }

    void close() {
        // Before the log, which cuts off who still waits for the broker.
        questions.ifPresent(Questions::close);
        directives.close();
        marks.close();
        tickets.close();
        usage.close();
        live.close();
        presence.close();
        log.close();
    }
}
