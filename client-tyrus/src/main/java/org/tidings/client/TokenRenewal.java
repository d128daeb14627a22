package org.tidings.client;

import java.util.concurrent.ExecutorService;
import org.tidings.envelope.Action;
import org.tidings.envelope.Credentials;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;

/**
 * Keeps a connection past the end of its token: asks the application for another when the server warns, and hands it
 * over. Where that fails it tries again; when the token has ended all the same the server closes, and the next
 * connection begins with a fresh token. Confined to the client's thread.
 */
final class TokenRenewal {

    private static final System.Logger LOG = System.getLogger(TokenRenewal.class.getName());

    /** The server warns a minute ahead, and looks at so many tokens. */
    private static final long RETRY_MILLIS = 10_000;

    private final TokenSupplier supplier;
    private final ExecutorService workers;
    private final ClientThread thread;
    private final Requests requests;

    /** Counts connections, so that what was begun on an older one does not end on a newer. */
    private int connection;

    TokenRenewal(TokenSupplier supplier, ExecutorService workers, ClientThread thread, Requests requests) {
        this.supplier = supplier;
        this.workers = workers;
        this.thread = thread;
        this.requests = requests;
    }

    /** The server says that the token ends soon. */
    void expiring() {
        int asked = connection;
        workers.execute(() -> ask(asked));
    }

    void disconnected() {
        connection++;
    }

    /** Runs on a worker. */
    private void ask(int asked) {
        try {
            String token = supplier.token();
            if (token != null) {
                thread.execute(() -> send(asked, token));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (Exception none) {
            LOG.log(System.Logger.Level.WARNING, "no new token for the connection: " + none);
            thread.execute(() -> later(asked));
        }
    }

    private void send(int asked, String token) {
        if (asked != connection) {
            return;
        }
        requests.send(Envelope.request(Action.AUTHENTICATE).payload(new Credentials(token)), new Requests.Answer() {
            @Override
            public void reply(Envelope reply) {
                LOG.log(System.Logger.Level.DEBUG, "the connection goes on with a new token");
            }

            @Override
            public void refused(Refusal refusal) {
                LOG.log(System.Logger.Level.WARNING, "the server refused the new token: " + refusal.code());
                if (!isUnknown(refusal)) {
                    later(asked);
                }
            }

            @Override
            public void lost() {
                // The next connection begins with a fresh token.
            }
        });
    }

    private void later(int asked) {
        if (asked == connection) {
            thread.schedule(RETRY_MILLIS, () -> {
                if (asked == connection) {
                    expiring();
                }
            });
        }
    }

    /** Servers before this request answer so. */
    private static boolean isUnknown(Refusal refusal) {
        return ErrorCode.UNSUPPORTED.wireName().equals(refusal.code())
                || ErrorCode.UNKNOWN_ACTION.wireName().equals(refusal.code());
    }
}
