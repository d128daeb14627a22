package org.tidings.log;

/** The names that instances and brokers agree on. */
public final class LogAddresses {

    /** Verdicts on publishes that did not become events; a topic, each instance selects its own. */
    public static final String VERDICT = "verdict";

    /** What users take of rates that all instances share; a topic that nobody keeps. */
    public static final String USAGE = "usage";

    /** Who is on which channel at which instance; a topic that nobody keeps. */
    public static final String PRESENCE = "presence";

    /** Multicast, and the queue of that name in it: what applications ask to have directed. One instance takes each. */
    public static final String CONTROL = "control";

    /** Multicast, and the non-destructive queue of that name in it, which drops what has ended: directives to all. */
    public static final String DIRECTIVES = "directives";

    /** Multicast, and the non-destructive queue of that name in it, which keeps the newest of each key: read marks. */
    public static final String MARKS = "marks";

    /** Anycast queue of one-time tickets: whoever receives one has it. */
    public static final String TICKETS = "tickets";

    /** Anycast queue of questions about rights, where an application answers them. */
    public static final String AUTHORIZE = "authorize";

    /**
     * Under which name limits and rights find the addresses at which instances await answers: temporary queues, named by UUIDs.
     */
    public static final String ANSWERS = "answers";

    /** Anycast queue of audit records, where they are wanted there. */
    public static final String AUDIT = "audit";

    /** Anycast ring queue of what nobody can use. */
    public static final String DEAD = "dead";

    /** In a dead letter: why nobody can use it. */
    public static final String REASON_PROPERTY = "tidings_reason";

    /** In a dead letter: where it was sent to. */
    public static final String ADDRESS_PROPERTY = "tidings_address";

    /** In a dead letter: what kind of message it was. */
    public static final String TYPE_PROPERTY = "tidings_type";

    /** In a dead letter: how long its body was. */
    public static final String LENGTH_PROPERTY = "tidings_length";

    /** In a dead letter: who sent it, where the broker knows. */
    public static final String USER_PROPERTY = "tidings_user";

    /** Marks a reader's probe behind all directives. */
    static final String PROBE_PROPERTY = "tidings_probe";

    /** Marks the entries that say what was erased, so that a reader who finds something missing can ask for them alone. */
    static final String ERASURE_PROPERTY = "tidings_erasure";

    /**
     * Marks the entries by which a leader says that it takes several publishes in one message: all its markers and checkpoints. One
     * of a former version does not, and would put such a message to the dead letters.
     */
    static final String BATCHES_PROPERTY = "tidings_batches";

    /** What a mark replaces the one before of. */
    public static final String MARK_PROPERTY = "tidings_mark";

    /** What a ticket is found by: its digest. */
    static final String TICKET_PROPERTY = "tidings_ticket";

    /** The property that carries an entry's position, for selectors. */
    public static final String SEQ_PROPERTY = "tidings_seq";

    /** The position of a message that has none; positions begin with 1. */
    static final long NO_SEQ = 0;

    /** The property that carries {@link Origin#incarnation()} of the publish a verdict answers. */
    public static final String ORIGIN_PROPERTY = "tidings_origin";

    /** The property that names the end of the de-duplication window for a new leader. */
    static final String SENTINEL_PROPERTY = "tidings_sentinel";

    private LogAddresses() {}

    /** Anycast queue with an exclusive consumer: whoever receives is the shard's leader. */
    public static String publish(LogShard shard) {
        return "publish." + shard;
    }

    /** Multicast address of the shard's log. */
    public static String log(LogShard shard) {
        return "log." + shard;
    }

    /** The non-destructive ring queue that retains the shard's log. */
    public static String logQueue(LogShard shard) {
        return queue("log", shard);
    }

    /** Topic of the shard's events that nobody keeps. */
    public static String live(int shard) {
        return "live." + shard;
    }

    /** Multicast address of the de-duplication window beside the log. */
    public static String dedupe(LogShard shard) {
        return "dedupe." + shard;
    }

    /** The non-destructive ring queue that retains the window. */
    public static String dedupeQueue(LogShard shard) {
        return queue("dedupe", shard);
    }

    /** Matches every log of a group other than the main one. */
    public static String logsOf(String group) {
        return "log." + group + ".#";
    }

    private static String queue(String kind, LogShard shard) {
        return kind + "-" + (shard.isMain() ? "" : shard.group() + "-") + shard.index();
    }

    /**
     * A queue's full name. Only the full name reaches the retained queue: a subscription by address alone would silently
     * create a new, destructive one.
     */
    static String fullName(String address, String queue) {
        return address + "::" + queue;
    }
}
