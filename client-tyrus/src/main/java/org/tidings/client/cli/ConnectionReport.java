package org.tidings.client.cli;

import java.util.Locale;
import java.util.function.Consumer;
import org.tidings.client.ConnectionState;
import org.tidings.client.StateChange;
import org.tidings.client.StateListener;

/** Tells the user on stderr when the connection is lost and when it is back. Confined to the client's events lane. */
final class ConnectionReport implements StateListener {

    private final String url;
    private final Consumer<String> stderr;

    /** Whether a server has greeted yet; whether one has and the connection lives; whether the user knows of trouble. */
    private boolean everConnected;

    private boolean connected;
    private boolean complained;

    /** @param stderr takes one line at a time */
    ConnectionReport(String url, Consumer<String> stderr) {
        this.url = url;
        this.stderr = stderr;
    }

    @Override
    public void onState(StateChange change) {
        if (change.to() == ConnectionState.WAITING) {
            String what = connected ? "lost the connection" : "cannot connect to " + url;
            String when = String.format(Locale.ROOT, "%.1f s", change.retryInMillis() / 1000.0);
            say(what + " (" + change.reason() + "); trying again in " + when);
            connected = false;
            complained = true;
        } else if (change.to() == ConnectionState.CONNECTING && connected) {
            say("lost the connection (" + change.reason() + "); trying again");
            connected = false;
        } else if (change.to() == ConnectionState.RECOVERING) {
            if (complained || everConnected) {
                say((everConnected ? "connected again: " : "") + change.reason());
            }
            everConnected = true;
            connected = true;
            complained = false;
        }
    }

    void say(String line) {
        stderr.accept(Main.oneLine(line));
    }
}
