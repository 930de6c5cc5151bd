package io.github.camelelevenlabs.stt.benchmark;

/** The last argument of a benchmark's main says how much it does. */
final class Arguments {

    private Arguments() {}

    /** Only to see that it works. */
    static boolean areSmall(String... arguments) {
        return isLast("small", arguments);
    }

    /** For a comparison while something is changed. */
    static boolean areQuick(String... arguments) {
        return isLast("quick", arguments);
    }

    private static boolean isLast(String size, String... arguments) {
        return arguments.length > 0 && arguments[arguments.length - 1].equals(size);
    }
}
