package io.github.camelelevenlabs.stt.example.callcentre;

import io.github.camelelevenlabs.stt.example.callcentre.CallCentre.Outcome;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Plays 30 calls to three instances, kills one after the other with {@code kill -9}, starts another, and tells what was lost. */
public final class Demonstration {

    private static final int CALLS = 30;
    private static final int INSTANCES = 3;
    private static final Duration CALL = Duration.ofSeconds(60);
    private static final Duration STAGGER = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final int FIRST_KILL = 20;
    private static final int START_ANOTHER = 28;
    private static final int SECOND_KILL = 45;

    private Demonstration() {}

    /** @param args a folder for logs and data; what is in it is deleted */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        out.println("Starting a Kafka broker, a PostgreSQL, the emulator and three instances; their logs are in "
                + args[0]);
        out.flush();
        List<Call> calls = IntStream.rangeClosed(1, CALLS)
                .mapToObj(number -> Call.random(number, CALL))
                .toList();
        try (CallCentre centre = new CallCentre(Path.of(args[0]), calls, STAGGER)) {
            // For Ctrl-C.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> closeQuietly(centre)));
            try {
                run(centre, out);
            } catch (Exception e) {
                // Whatever fails because of Ctrl-C is nothing to tell.
                if (!centre.isClosed()) {
                    throw e;
                }
            }
        }
    }

    private static void run(CallCentre centre, PrintStream out) throws Exception {
        for (int i = 0; i < INSTANCES; i++) {
            centre.startInstance();
        }
        centre.awaitInstances();
        centre.play();
        show(centre, new Table(out, isTerminal()));
        tell(centre.outcome(), out);
    }

    private static void show(CallCentre centre, Table table) throws Exception {
        for (int second = 0; second < LIMIT.toSeconds(); second++) {
            switch (second) {
                case FIRST_KILL -> centre.kill("2");
                case START_ANOTHER -> centre.startInstance();
                case SECOND_KILL -> centre.kill("1");
                default -> {}
            }
            table.draw(centre);
            if (centre.isOver()) {
                return;
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private static void tell(Outcome outcome, PrintStream out) {
        out.println();
        out.println("said: " + outcome.said() + " words in " + CALLS + " calls, of which " + outcome.moved()
                + " went on at another instance");
        out.println(String.format(
                Locale.ROOT,
                "sent: %.2f times what was spoken",
                (double) outcome.sent().toMillis() / outcome.spoken().toMillis()));
        out.println("not acknowledged: " + amount(outcome.uncommitted()));
        out.println("lost: " + amount(outcome.lost()));
        out.println("twice: " + amount(outcome.again()));
        out.flush();
    }

    private static String amount(long number) {
        return number == 0 ? "nothing" : String.valueOf(number);
    }

    /** Maven hands the output on, so that this process cannot ask. */
    private static boolean isTerminal() {
        String terminal = System.getenv("TERM");
        return terminal != null && !terminal.equals("dumb") && System.getenv("CI") == null;
    }

    private static void closeQuietly(CallCentre centre) {
        try {
            centre.close();
        } catch (IOException e) {
            // The process ends anyway.
        }
    }
}
