package io.github.camelelevenlabs.stt.benchmark;

/** Of the mains of benchmarks: none for figures that mean something, {@code small} to see that they work. */
final class Arguments {

    private Arguments() {}

    static boolean areSmall(String... arguments) {
        return arguments.length > 0 && arguments[0].equals("small");
    }
}
