package org.tidings.authorization;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.tidings.authentication.Caller;
import org.tidings.namespace.NamespaceName;

/**
 * Channels that are one user's: {@code user:} and each inbox namespace, followed by one segment that is the token's {@code sub}.
 * Whoever's token says no {@code sub} has none. Immutable.
 *
 * <p>In the segment stand letters, digits, {@code .}, {@code _} and {@code -} as they are; every other byte of the subject's UTF-8
 * is {@code ~} and two digits of upper-case hexadecimal. Each subject has one spelling and each spelling is of one subject: what is
 * written otherwise is nobody's.
 */
public final class UserChannels {
    private static final int MAX_CHANNEL_LENGTH = 200;
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final Set<String> namespaces;

    /** @param inboxes the namespaces beside {@code user} whose channels are each one user's */
    public UserChannels(Set<String> inboxes) {
        Set<String> all = new HashSet<>(inboxes);
        all.add(NamespaceName.USER);
        namespaces = Set.copyOf(all);
    }

    /** The channel of a subject in a namespace; empty where no channel's name can say it. */
    public static Optional<String> of(String namespace, String subject) {
        return segment(subject)
                .map(segment -> namespace + ":" + segment)
                .filter(channel -> channel.length() <= MAX_CHANNEL_LENGTH);
    }

    /**
     * Whether nothing forbids this caller to read a channel because it is somebody's: every decision about reading, of one channel
     * or of one that a pattern holds, goes through here.
     */
    public boolean mayRead(Caller caller, String channel) {
        return !personal(channel) || isOwner(caller, channel);
    }

    /** Whether the channel is read by one user at the most. */
    boolean personal(String channel) {
        String namespace = NamespaceName.of(channel);
        return namespaces.contains(namespace) || namespace.equalsIgnoreCase(NamespaceName.USER);
    }

    boolean isOwner(Caller caller, String channel) {
        return personal(channel)
                && caller.getSubject() != null
                && of(ownersNamespace(channel), caller.getSubject())
                        .filter(channel::equals)
                        .isPresent();
    }

    /** Whether a personal channel is anybody's. One that is not may not be published to either: nobody could ever read it. */
    boolean hasOwner(String channel) {
        String namespace = ownersNamespace(channel);
        return channel.startsWith(namespace + ":")
                && subject(channel.substring(namespace.length() + 1))
                        .flatMap(subject -> of(namespace, subject))
                        .filter(channel::equals)
                        .isPresent();
    }

    /** {@code USER:} and the like are no namespaces of anybody's. */
    private static String ownersNamespace(String channel) {
        String namespace = NamespaceName.of(channel);
        return namespace.equalsIgnoreCase(NamespaceName.USER) ? NamespaceName.USER : namespace;
    }

    private static Optional<String> segment(String subject) {
        if (subject.isEmpty()) {
            return Optional.empty();
        }
        ByteBuffer bytes;
        try {
            // A lone surrogate is refused: replaced, it would be another one's question mark.
            bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(subject));
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
        StringBuilder segment = new StringBuilder(bytes.remaining());
        while (bytes.hasRemaining()) {
            int each = bytes.get() & 0xff;
            if (isPlain(each)) {
                segment.append((char) each);
            } else {
                segment.append('~').append(HEX[each >> 4]).append(HEX[each & 0xf]);
            }
        }
        return Optional.of(segment.toString());
    }

    private static Optional<String> subject(String segment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < segment.length(); i++) {
            char each = segment.charAt(i);
            if (each == '~' && i + 2 < segment.length()) {
                int high = Character.digit(segment.charAt(++i), 16);
                int low = Character.digit(segment.charAt(++i), 16);
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                bytes.write(high << 4 | low);
            } else {
                bytes.write(each);
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }

    private static boolean isPlain(int each) {
        return each >= 'a' && each <= 'z'
                || each >= 'A' && each <= 'Z'
                || each >= '0' && each <= '9'
                || each == '.'
                || each == '_'
                || each == '-';
    }
}
