package org.tidings.testkit.load;

/** Slowloris: a third says nothing, a third a byte a second, a third header after header without an end. */
final class HalfHandshakes implements Assault {

    private static final String ENDLESS = "X: ".repeat(200);

    private final Target target;
    private final int count;
    private final SlowSockets sockets;

    HalfHandshakes(Target target, int count) {
        this.target = target;
        this.count = count;
        this.sockets = new SlowSockets(target.port());
    }

    @Override
    public void begin(Report report) {
        String whole = target.handshake();
        String almost = whole.substring(0, whole.length() - 2);
        for (int i = 0; i < count; i++) {
            switch (i % 3) {
                case 0 -> sockets.connect("", "");
                case 1 -> sockets.connect(whole.substring(0, 1), whole.substring(1));
                default -> sockets.connect(almost, ENDLESS);
            }
        }
    }

    @Override
    public void close() {
        sockets.close();
    }
}
