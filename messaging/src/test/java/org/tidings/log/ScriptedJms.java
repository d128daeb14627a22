package org.tidings.log;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** Parts of JMS that do what a test says, and nothing else. */
final class ScriptedJms {

    private ScriptedJms() {}

    /** @param calls answers every call; null where nothing is to be answered */
    static <T> T of(Class<T> type, InvocationHandler calls) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
    }
}
