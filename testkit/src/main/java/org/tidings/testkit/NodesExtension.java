package org.tidings.testkit;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * Gives tests their nodes and ends these. A parameter of type {@link NodePair} is the one pair of the whole run; a
 * {@link NodeControl} belongs to the test method, or to the class where a constructor or a {@code @BeforeAll} asked for
 * it. What a failed test leaves behind is kept in {@code target/failed-…}.
 */
public final class NodesExtension
        implements ParameterResolver, TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

    private static final Namespace NAMESPACE = Namespace.create(NodesExtension.class);
    private static final String USES_PAIR = "this test or class uses the pair";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == NodePair.class || type == NodeControl.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() == NodePair.class) {
            NodePair pair = context.getRoot()
                    .getStore(NAMESPACE)
                    .getOrComputeIfAbsent(NodePair.class, key -> new NodePair(), NodePair.class);
            // A mark, not the pair: a store closes what it holds, and this one ends with the test.
            context.getStore(NAMESPACE).put(USES_PAIR, true);
            return pair;
        }
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(NodeControl.class, key -> new NodeControl(), NodeControl.class);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        keepEvidence(context, failure);
        throw failure;
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        keepEvidence(context, failure);
        throw failure;
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        keepEvidence(context, failure);
        throw failure;
    }

    private static void keepEvidence(ExtensionContext context, Throwable failure) {
        if (failure instanceof TestAbortedException) {
            return;
        }
        String test = context.getRequiredTestClass().getSimpleName()
                + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
        Path target = Path.of("target", "failed-" + test);
        boolean usesPair = context.getStore(NAMESPACE).get(USES_PAIR) != null;
        NodePair pair = usesPair ? context.getStore(NAMESPACE).get(NodePair.class, NodePair.class) : null;
        NodeControl own = context.getStore(NAMESPACE).get(NodeControl.class, NodeControl.class);
        Stream.of(pair == null ? null : pair.control(), own)
                .filter(control -> control != null)
                .forEach(control -> control.keepEvidence(target));
    }
}
