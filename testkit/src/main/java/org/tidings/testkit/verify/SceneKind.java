package org.tidings.testkit.verify;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The shapes of cluster that a run needs, each with the faults that can happen only there. */
enum SceneKind {
    PLAIN("instances and one broker");

    private final String label;

    SceneKind(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** A scene of this kind; nothing is started. */
    Scene open(Plan plan, Path folder, UnaryOperator<Witness> tap) {
        return new Scene(plan, folder, tap);
    }
}
