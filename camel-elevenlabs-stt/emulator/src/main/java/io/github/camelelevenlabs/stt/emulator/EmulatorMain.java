package io.github.camelelevenlabs.stt.emulator;

import io.github.camelelevenlabs.stt.emulator.cli.CommandLine;
import java.io.UncheckedIOException;

/** The emulator from a command line. */
public final class EmulatorMain {
    private static final int BAD_ARGUMENTS = 2;
    private static final int CANNOT_START = 1;

    private EmulatorMain() {}

    /** Runs until the process is ended. Exits with 2 if the arguments are wrong, with 1 if it cannot start. */
    public static void main(String[] arguments) throws InterruptedException {
        CommandLine commandLine = null;
        try {
            commandLine = CommandLine.parse(arguments);
        } catch (IllegalArgumentException e) {
            exit(e, BAD_ARGUMENTS);
        }
        if (commandLine.help()) {
            System.out.println(CommandLine.usage());
            return;
        }
        try {
            serve(commandLine.start());
        } catch (IllegalStateException | UncheckedIOException e) {
            exit(e, CANNOT_START);
        }
    }

    private static void serve(SttEmulator emulator) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(emulator::stop, "stt-emulator-stop"));
        System.out.println("Serving at " + emulator.uri() + " (Ctrl-C ends)");
        System.out.println("Status page: http://127.0.0.1:" + emulator.port());
        Thread.currentThread().join();
    }

    private static void exit(RuntimeException e, int code) {
        System.err.println(e.getMessage());
        System.exit(code);
    }
}
