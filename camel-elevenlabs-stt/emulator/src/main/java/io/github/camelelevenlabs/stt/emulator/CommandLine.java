package io.github.camelelevenlabs.stt.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/** What {@link EmulatorMain} was asked to do. */
record CommandLine(boolean help, SttEmulator.Builder emulator) {
    static final String USAGE = String.join(
            System.lineSeparator(),
            "The realtime speech-to-text service of ElevenLabs, on this computer.",
            "",
            "  --port <number>              where to listen; a free port if not given",
            "  --recogniser speech          hears English, offline",
            "  --recogniser tones           hears the tones of a telephone's keypad (the default)",
            "  --recogniser script:<file>   says the lines of a text file, one for each segment",
            "  --speed <factor>             all delays and timeouts are divided by it; 1 is the service's pace",
            "  --api-key <key>              the only key to accept; any if not given",
            "  --help                       this text",
            "",
            "It ends with Ctrl-C.");

    /** @throws IllegalArgumentException saying in one line what is wrong */
    static CommandLine parse(String... arguments) {
        SttEmulator.Builder emulator = SttEmulator.builder();
        Queue<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
        while (!rest.isEmpty()) {
            String option = rest.remove();
            switch (option) {
                case "--help", "-h":
                    return new CommandLine(true, emulator);
                case "--port":
                    emulator.port(port(value(option, rest)));
                    break;
                case "--speed":
                    emulator.speed(speed(value(option, rest)));
                    break;
                case "--api-key":
                    emulator.apiKey(value(option, rest));
                    break;
                case "--recogniser":
                    emulator.recogniser(recogniser(value(option, rest)));
                    break;
                default:
                    throw new IllegalArgumentException("Unknown option " + option + "; --help lists them all");
            }
        }
        return new CommandLine(false, emulator);
    }

    private static String value(String option, Queue<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value after it");
        }
        return rest.remove();
    }

    private static int port(String value) {
        double port = number("--port", value);
        if (port != Math.rint(port) || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("--port must be from 1 to 65535, was " + value);
        }
        return (int) port;
    }

    private static double speed(String value) {
        double speed = number("--speed", value);
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("--speed must be more than 0, was " + value);
        }
        return speed;
    }

    private static double number(String option, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must be a number, was '" + value + "'", e);
        }
    }

    private static Recogniser recogniser(String name) {
        if (name.equals("tones")) {
            return Recogniser.tones();
        }
        if (name.equals("speech")) {
            return Recogniser.speech();
        }
        if (name.startsWith("script:")) {
            return script(Path.of(name.substring("script:".length())));
        }
        throw new IllegalArgumentException("--recogniser must be tones, speech or script:<file>, was '" + name + "'");
    }

    private static Recogniser script(Path file) {
        try {
            return Recogniser.script(Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .toArray(String[]::new));
        } catch (IOException e) {
            throw new IllegalArgumentException("--recogniser cannot read " + file + ": " + e, e);
        }
    }
}
