package io.github.camelelevenlabs.stt.text;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Finds the exception that says what happened. */
public final class Causes {

    /** Exceptions looked at; there may be a circle. */
    private static final int MAX_CARRIERS = 16;

    private Causes() {}

    /** The exception without those around it that only carry it, from one thread to another or through a lambda. */
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
