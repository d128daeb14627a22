package org.tidings.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages that a shard stored within the window, by the hash of channel, publisher and messageId.
 *
 * <p>It follows from the retained events. Those that the ring passes before the window does are remembered beside the log:
 * with every checkpoint the leader writes to {@code dedupe.N} the keys that will leave the ring before the one after next.
 * Not thread-safe.
 */
final class DedupeWindow {

    /** Keys in one record of {@code dedupe.N}, about 22 KB. */
    static final int KEYS_PER_RECORD = 500;

    private static final int FORMAT = 1;

    private final long windowMillis;
    /** In the order of their positions. */
    private final FirstPositions firsts;

    DedupeWindow(long windowMillis) {
        this.windowMillis = windowMillis;
        this.firsts = new FirstPositions();
    }

    private DedupeWindow(DedupeWindow other) {
        windowMillis = other.windowMillis;
        firsts = new FirstPositions(other.firsts);
    }

    DedupeWindow copy() {
        return new DedupeWindow(this);
    }

    /** 128 bits of SHA-256: a collision would swallow a message, chance makes none. */
    record Key(long high, long low) {}

    record First(String epoch, long seq, long at) {}

    record Known(Key key, First first) {}

    static Key key(Publication publication) {
        MessageDigest digest = sha256();
        for (String part : List.of(publication.channel(), publication.from(), publication.messageId())) {
            byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(4).putInt(utf8.length).flip());
            digest.update(utf8);
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new Key(hash.getLong(), hash.getLong());
    }

    /** Where the message was stored first, or null if it is new. */
    First find(Key key, long now) {
        First first = firsts.find(key);
        return first == null || expired(first.at(), now) ? null : first;
    }

    /** The message is stored; the first of a window counts. Drops what is older than the window at that time. */
    void remember(Known known) {
        forget(known.first().at());
        First before = firsts.find(known.key());
        if (before != null && expired(before.at(), known.first().at())) {
            firsts.remove(known.key());
            before = null;
        }
        if (before == null) {
            firsts.add(known.key(), known.first());
        }
    }

    /** Takes in what another window, which is younger, knows. */
    void rememberAll(DedupeWindow younger) {
        younger.firsts.forEach((key, first) -> remember(new Known(key, first)));
    }

    /** The messages of a range of positions, in records of bounded size. */
    List<byte[]> records(long fromSeq, long toSeq) {
        List<byte[]> records = new ArrayList<>();
        List<Known> record = new ArrayList<>();
        firsts.forEach((key, first) -> {
            if (first.seq() >= fromSeq && first.seq() < toSeq) {
                record.add(new Known(key, first));
                if (record.size() == KEYS_PER_RECORD) {
                    records.add(encode(record));
                    record.clear();
                }
            }
        });
        if (!record.isEmpty()) {
            records.add(encode(record));
        }
        return records;
    }

    int size() {
        return firsts.size();
    }

    private void forget(long now) {
        while (firsts.size() > 0 && expired(firsts.oldestAt(), now)) {
            firsts.removeOldest();
        }
    }

    private boolean expired(long at, long now) {
        return at < now - windowMillis;
    }

    static byte[] encode(List<Known> batch) {
        RecordWriter out = new RecordWriter().u8(FORMAT).i32(batch.size());
        for (Known known : batch) {
            out.i64(known.key().high()).i64(known.key().low());
            out.text(known.first().epoch())
                    .i64(known.first().seq())
                    .i64(known.first().at());
        }
        return out.toBytes();
    }

    static List<Known> decode(byte[] bytes) {
        RecordReader in = new RecordReader(bytes);
        if (in.u8() != FORMAT) {
            throw new BadRecord("format of a de-duplication record");
        }
        int count = in.count(36);
        List<Known> batch = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            batch.add(new Known(new Key(in.i64(), in.i64()), new First(in.text(), in.i64(), in.i64())));
        }
        in.end();
        return batch;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
