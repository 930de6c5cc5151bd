package io.github.camelelevenlabs.stt.fetch;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Stages made of steps that may throw. */
final class Steps {

    private Steps() {}

    /** A function that may throw. */
    @FunctionalInterface
    interface Step<T, R> {
        R apply(T value) throws IOException;
    }

    /** A step that is repeated until it has a result. */
    @FunctionalInterface
    interface Attempt<T> {
        CompletionStage<Optional<T>> begin() throws IOException;
    }

    /** The step as a function of a stage, which fails as the step does. */
    static <T, R> Function<T, R> step(Step<T, R> step) {
        return value -> {
            try {
                return step.apply(value);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        };
    }

    /** Makes one attempt after the other until one has a result or fails. The number of attempts costs no memory. */
    static <T> CompletableFuture<T> repeat(Attempt<T> attempt) {
        CompletableFuture<T> result = new CompletableFuture<>();
        repeat(attempt, result);
        return result;
    }

    private static <T> void repeat(Attempt<T> attempt, CompletableFuture<T> result) {
        CompletableFuture<Optional<T>> made;
        do {
            made = begun(attempt);
            // A loop, because attempts that are done at once would otherwise fill the stack.
        } while (made.isDone()
                && !made.isCompletedExceptionally()
                && made.join().isEmpty());
        made.whenComplete((value, failure) -> {
            if (failure != null) {
                result.completeExceptionally(cause(failure));
            } else if (value.isPresent()) {
                result.complete(value.get());
            } else {
                repeat(attempt, result);
            }
        });
    }

    private static <T> CompletableFuture<Optional<T>> begun(Attempt<T> attempt) {
        try {
            return attempt.begin().toCompletableFuture();
        } catch (IOException | RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The stage, or what the remedy makes of its FetchException. Other failures have no remedy. */
    static <T> CompletableFuture<T> recover(
            CompletableFuture<T> stage, Function<FetchException, CompletableFuture<T>> remedy) {
        return stage.exceptionallyCompose(failure -> cause(failure) instanceof FetchException known
                ? remedy.apply(known)
                : CompletableFuture.failedFuture(failure));
    }

    /** The failure of a step, without what stages wrap around it. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** The failure as an exception that may be thrown. */
    static IOException thrown(Throwable failure) {
        return failure instanceof IOException known ? known : new IOException(failure);
    }
}
