package org.tidings.envelope;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Reads one data item into an {@link Envelope}. Confined to one call. */
final class CborEnvelopeReader {

    static final int MAX_DEPTH = Envelope.MAX_DEPTH + EnvelopeDraft.REPLY_EXTRA_DEPTH;

    private final CborWalk cbor;
    private final EnvelopeDraft draft = new EnvelopeDraft();
    private int namesInPayload;
    private int deepestInPayload;

    /** Whether the item could not be walked to its end: where the next one begins is not known. */
    private boolean lost;

    CborEnvelopeReader(CborWalk cbor) {
        this.cbor = cbor;
    }

    Decoded read() {
        cbor.begin();
        try {
            if (cbor.next() != Cbor.MAP) {
                cbor.skip();
                return draft.unreadable("an envelope is a CBOR map");
            }
            int fields = cbor.enter();
            Set<Object> keys = new HashSet<>();
            for (int left = fields; left > 0; left--) {
                Object key = cbor.key(keys);
                cbor.next();
                field(EnvelopeField.of(key));
            }
            cbor.leave();
            if (cbor.invalid() != null) {
                return draft.unreadable(cbor.invalid());
            }
            draft.measured(
                    fields,
                    cbor.names() + namesInPayload,
                    Math.max(cbor.deepest(), deepestInPayload == 0 ? 0 : 1 + deepestInPayload));
            return draft.finished();
        } catch (NotCbor e) {
            lost = true;
            return draft.unreadable(e.getMessage());
        }
    }

    boolean lost() {
        return lost;
    }

    private void field(EnvelopeField field) throws NotCbor {
        if (field == null) {
            cbor.skip();
            return;
        }
        switch (field) {
            case V -> draft.version(cbor.unsigned());
            case TYPE -> draft.type(type(cbor.unsigned()), "type is not one of 0, 1, 2, 3");
            case ACTION -> draft.action(cbor.text());
            case ID -> draft.id(cbor.text());
            case CHANNEL -> draft.channel(cbor.text());
            case SEQ -> draft.seq(cbor.unsigned());
            case PREV -> draft.prev(cbor.unsigned());
            case EPOCH -> draft.epoch(cbor.text());
            case SHARD -> draft.shard(cbor.unsigned());
            case MESSAGE_ID -> draft.messageId(cbor.text());
            case FROM -> draft.from(cbor.text());
            case AT -> draft.at(cbor.unsigned());
            case EXPIRES_AT -> draft.expiresAt(cbor.unsigned());
            case PRIORITY -> draft.priority(cbor.unsigned());
            case HEADERS -> draft.headers(headers());
            case PAYLOAD -> payload(cbor.embeddedJson());
            case PATTERN, PATTERN_PREV -> cbor.skip();
        }
    }

    private static Envelope.Type type(Long number) {
        return number != null && number < Envelope.Type.values().length
                ? Envelope.Type.values()[number.intValue()]
                : null;
    }

    /** Null where it is no map of text to text. */
    private Map<String, String> headers() throws NotCbor {
        if (cbor.major() != Cbor.MAP) {
            cbor.skip();
            return null;
        }
        Map<String, String> read = new LinkedHashMap<>();
        Set<Object> names = new HashSet<>();
        boolean strings = true;
        for (int left = cbor.enter(); left > 0; left--) {
            Object name = cbor.key(names);
            cbor.next();
            String value = cbor.text();
            if (name instanceof String text && value != null) {
                read.put(text, value);
            } else {
                strings = false;
            }
        }
        cbor.leave();
        return strings ? read : null;
    }

    /** Takes what is strict JSON, without the blanks around it. */
    private void payload(String text) {
        if (text == null) {
            draft.require(false, "payload is not embedded JSON, tag 262");
            return;
        }
        try (JsonWalk json = new JsonWalk(text, MAX_DEPTH - 1)) {
            json.skip(json.next());
            json.end();
            namesInPayload = json.names();
            deepestInPayload = json.deepest();
            draft.payload(JsonWalk.strip(text));
        } catch (NotStrictJson e) {
            boolean early = JsonWalk.ENDS_EARLY.equals(e.getMessage());
            draft.require(false, early ? "the payload's JSON ends early" : e.getMessage());
        }
    }
}
