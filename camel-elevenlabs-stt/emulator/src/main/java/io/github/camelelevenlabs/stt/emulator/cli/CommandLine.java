package io.github.camelelevenlabs.stt.emulator.cli;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.EmulatorMain;
import io.github.camelelevenlabs.stt.emulator.FaultPlan;
import io.github.camelelevenlabs.stt.emulator.Recogniser;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/**
 * The options of {@link EmulatorMain}, parsed.
 *
 * @param faults that are put into the script after the start
 */
public record CommandLine(boolean help, SttEmulator.Builder emulator, List<FaultCue> faults) {

    private static final List<String> OPTIONS = List.of(
            "The realtime speech-to-text service of ElevenLabs, on this computer.",
            "",
            "  --port NUMBER              where to listen; a free port if not given",
            "  --recogniser speech        recognises English, offline",
            "  --recogniser tones         recognises the tones of a telephone's keypad (the default)",
            "  --recogniser script:FILE   says the lines of a text file, one for each segment",
            "  --speed FACTOR             all delays and timeouts are divided by it; 1 is the service's pace",
            "  --api-key KEY              the only key to accept; any if not given",
            "  --fault FAULT              something to go wrong, see below; may be repeated",
            "  --random-faults SEED       a fault on each of the first ten connections; the same for the same number",
            "  --set NAME=VALUE           a rule or time of the service, see below; may be repeated",
            "  --record FILE              writes what both sides say, one JSON object a line, without audio and keys",
            "  --replay FILE              says what the service said in a recording, whatever the client sends",
            "  --help                     this text",
            "",
            "It ends with Ctrl-C. Its address shows a status page in a browser.",
            "");

    /** The whole help. */
    public static String usage() {
        List<String> lines = new ArrayList<>(OPTIONS);
        lines.addAll(FaultCue.USAGE);
        lines.add("");
        lines.add("--set knows these names, with the values they have if not set; 'none' turns off what can be off:");
        lines.addAll(BehaviourSyntax.usage(Behaviour.service()));
        return String.join(System.lineSeparator(), lines);
    }

    /** @throws IllegalArgumentException saying in one line what is wrong */
    public static CommandLine parse(String... arguments) {
        // No test reads the audio in this process, and it may run for days.
        SttEmulator.Builder emulator = SttEmulator.builder().keepAudio(false);
        Behaviour behaviour = Behaviour.service();
        List<FaultCue> faults = new ArrayList<>();
        Queue<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
        while (!rest.isEmpty()) {
            String option = rest.remove();
            switch (option) {
                case "--help", "-h" -> {
                    return new CommandLine(true, emulator, List.of());
                }
                case "--port" -> emulator.port(port(value(option, rest)));
                case "--speed" -> emulator.speed(speed(value(option, rest)));
                case "--api-key" -> emulator.apiKey(value(option, rest));
                case "--recogniser" -> emulator.recogniser(recogniser(value(option, rest)));
                case "--fault" -> faults.add(fault(value(option, rest)));
                case "--random-faults" -> emulator.faults(FaultPlan.random(seed(value(option, rest))));
                case "--set" -> behaviour = BehaviourSyntax.change(behaviour, value(option, rest));
                case "--record" -> emulator.record(Path.of(value(option, rest)));
                case "--replay" -> emulator.replay(Path.of(value(option, rest)));
                default -> throw new IllegalArgumentException("Unknown option " + option + "; --help lists them all");
            }
        }
        return new CommandLine(false, emulator.behaviour(behaviour), faults);
    }

    /** Starts an emulator with these options. */
    public SttEmulator start() {
        SttEmulator started = emulator.start();
        faults.forEach(fault -> fault.addTo(started.script()));
        return started;
    }

    private static FaultCue fault(String text) {
        try {
            return FaultCue.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--fault: " + e.getMessage(), e);
        }
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

    private static long seed(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--random-faults must be a whole number, was '" + value + "'", e);
        }
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
            return speech();
        }
        if (name.startsWith("script:")) {
            return script(Path.of(name.substring("script:".length())));
        }
        throw new IllegalArgumentException("--recogniser must be tones, speech or script:<file>, was '" + name + "'");
    }

    private static Recogniser speech() {
        // Standard output begins with the address, which scripts wait for.
        System.err.println("Reading the model of English, which takes 10 to 30 seconds.");
        try {
            return Recogniser.speech();
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("--recogniser speech is not possible: " + e.getMessage(), e);
        }
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
