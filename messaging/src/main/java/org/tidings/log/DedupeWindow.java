package org.tidings.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages a shard's leader has stored within the window, by the hash of channel, publisher and messageId.
 *
 * <p>Every commit writes its new keys to {@code dedupe.N} beside the log, so that the next leader knows them too, even when
 * the ring has passed their events. Confined to the sequencer's thread.
 */
final class DedupeWindow {

    private static final int FORMAT = 1;

    private final long windowMillis;
    private final Map<Key, First> firsts = new LinkedHashMap<>();

    DedupeWindow(long windowMillis) {
        this.windowMillis = windowMillis;
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
        forget(now);
        return firsts.get(key);
    }

    void remember(Known known) {
        firsts.putIfAbsent(known.key(), known.first());
    }

    int size() {
        return firsts.size();
    }

    private void forget(long now) {
        Iterator<First> oldest = firsts.values().iterator();
        while (oldest.hasNext() && oldest.next().at() < now - windowMillis) {
            oldest.remove();
        }
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
