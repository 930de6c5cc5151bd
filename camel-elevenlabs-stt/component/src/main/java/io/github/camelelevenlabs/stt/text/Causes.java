package io.github.camelelevenlabs.stt.text;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Finds the exception that names the cause. */
public final class Causes {

    /** Limits the search, since causes may form a circle. */
    private static final int MAX_CARRIERS = 16;

    private Causes() {}

    /** The exception without the wrappers around it that only carry it to another thread or through a lambda. */
    public static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < MAX_CARRIERS && isCarrier(cause) && cause.getCause() != null; i++) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isCarrier(Throwable failure) {
        return failure instanceof CompletionException
                || failure instanceof ExecutionException
                || failure instanceof UncheckedIOException;
    }
}
