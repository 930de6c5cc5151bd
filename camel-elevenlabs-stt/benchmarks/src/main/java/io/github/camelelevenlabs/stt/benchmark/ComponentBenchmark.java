package io.github.camelelevenlabs.stt.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.ElevenLabsSttConstants;
import io.github.camelelevenlabs.stt.benchmark.load.Lags;
import io.github.camelelevenlabs.stt.repository.FileSessionRepository;
import io.github.camelelevenlabs.stt.repository.SessionRepository;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Transcribes many recordings at once with one component, each in real time, with the emulator in a process of its own.
 * Reports the cost of a session and checks that every word was transcribed. Exits with 1 if a word is missing. With a folder, it keeps
 * the sessions there.
 */
public final class ComponentBenchmark {

    private static final int OPENED_PER_SECOND = 50;
    private static final Duration TO_SETTLE = Duration.ofSeconds(5);
    private static final Duration TO_END = Duration.ofMinutes(2);
    private static final int SECONDS_OF_SPEECH = 10;
    private static final String NUMBER = "number";
    private static final String SENT_AT = "sentAt";

    private final int sessions;
    private final int rounds;
    private final Duration watched;
    private final double readRate;
    private final Optional<TimedRepository> kept;
    /** From when its last audio could be sent at the earliest until a transcript reached the consumer. */
    private final Lags lags = new Lags();

    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final CountDownLatch running;

    private ComponentBenchmark(int sessions, Duration watched, double readRate, Optional<TimedRepository> kept) {
        this.sessions = sessions;
        this.watched = watched;
        this.readRate = readRate;
        this.kept = kept;
        this.running = new CountDownLatch(sessions);
        long seconds = sessions / OPENED_PER_SECOND + TO_SETTLE.toSeconds() + watched.toSeconds();
        this.rounds = (int) seconds / SECONDS_OF_SPEECH + 1;
    }

    /**
     * @param arguments the number of sessions, the seconds to measure once all are open, the speed of the audio (1 is real time, 0 is no
     *     limit), and the folder of a FileSessionRepository or {@code none}
     */
    public static void main(String[] arguments) throws Exception {
        int sessions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
        double readRate = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 1;
        Optional<TimedRepository> kept = arguments.length > 3 && !arguments[3].equals("none")
                ? Optional.of(new TimedRepository(new FileSessionRepository(Path.of(arguments[3]))))
                : Optional.empty();
        ComponentBenchmark benchmark = new ComponentBenchmark(sessions, Duration.ofSeconds(seconds), readRate, kept);
        System.exit(benchmark.run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        CamelContext context = new DefaultCamelContext();
        try (EmulatorProcess emulator = EmulatorProcess.start()) {
            ElevenLabsSttComponent component = context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class);
            component.getConfiguration().setBaseUrl(emulator.uri().toString());
            component.getConfiguration().setApiKey("benchmark");
            kept.ifPresent(repository -> context.getRegistry().bind("kept", SessionRepository.class, repository));
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("elevenlabs-stt:load").process(exchange -> onTranscript(exchange.getIn()));
                }
            });
            context.start();
            Cost idle = Cost.now();
            open(context);
            Thread.sleep(TO_SETTLE.toMillis());
            Cost before = Cost.now();
            long start = System.nanoTime();
            Thread.sleep(watched.toMillis());
            double seconds = (System.nanoTime() - start) / 1e9;
            Cost after = Cost.now();
            report(idle, after, after.cpu().minus(before.cpu()).toNanos() / 1e9 / seconds);
            boolean ended = running.await(TO_END.toSeconds(), TimeUnit.SECONDS);
            double hours = (double) sessions * rounds * SECONDS_OF_SPEECH / 3_600;
            System.out.printf(
                    Locale.ROOT,
                    "%.1f s of processor time for an hour of audio; transcripts came after their audio: %s%n",
                    Cost.now().cpu().minus(idle.cpu()).toNanos() / 1e9 / hours,
                    lags);
            if (!ended) {
                System.out.println(running.getCount() + " sessions did not end");
            }
            new TreeMap<>(failures).forEach((how, often) -> System.out.println(often + " times " + how));
            kept.ifPresent(repository -> System.out.println("The repository " + repository));
            boolean whole = ended && failures.isEmpty();
            System.out.println(
                    whole ? "Every word came back, once and in order." : "Not every recording came back whole.");
            return whole;
        } finally {
            context.stop();
        }
    }

    private void open(CamelContext context) throws Exception {
        byte[] recording = SpokenChunks.said(rounds).wav();
        String text = String.join(
                " ", Collections.nCopies(rounds, SpokenChunks.tenSeconds().text()));
        Endpoint endpoint = context.getEndpoint(
                "elevenlabs-stt:load?maxReconnectAttempts=0&vadSilenceThresholdSecs=0.5&readRate=" + readRate
                        + (kept.isPresent() ? "&sessionRepository=#kept&recordingKey=${header." + NUMBER + "}" : ""));
        AsyncProducer producer = endpoint.createAsyncProducer();
        ServiceHelper.startService(producer);
        for (int i = 0; i < sessions; i++) {
            Exchange exchange = endpoint.createExchange();
            exchange.getMessage().setBody(recording);
            exchange.getMessage().setHeader(NUMBER, i);
            exchange.getMessage().setHeader(SENT_AT, System.nanoTime());
            producer.process(exchange, doneSync -> onEnd(exchange, text));
            Thread.sleep(1_000 / OPENED_PER_SECOND);
        }
    }

    private void onTranscript(Message transcript) {
        long end = transcript.getHeader(ElevenLabsSttConstants.COMMITTED_THROUGH, Long.class);
        Duration since = Duration.ofNanos(System.nanoTime() - transcript.getHeader(SENT_AT, Long.class));
        synchronized (lags) {
            lags.add(readRate == 0 ? since : since.minusMillis((long) (end / readRate)));
        }
    }

    private void onEnd(Exchange exchange, String text) {
        if (exchange.getException() != null) {
            failures.merge(exchange.getException().toString(), 1, Integer::sum);
        } else if (!text.equals(exchange.getMessage().getBody(String.class))) {
            failures.merge("another text", 1, Integer::sum);
        }
        running.countDown();
    }

    private void report(Cost idle, Cost busy, double cores) {
        System.out.printf(
                Locale.ROOT,
                "%d of %d sessions run: %d threads (%d before the first), %.1f kB of heap for a session, %.2f cores%n",
                running.getCount(),
                sessions,
                busy.threads(),
                idle.threads(),
                (busy.heap() - idle.heap()) / 1024.0 / sessions,
                cores);
    }

    /**
     * The cost of this process. @param heap the bytes in use, without garbage
     */
    private record Cost(int threads, long heap, Duration cpu) {

        static Cost now() {
            System.gc();
            OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            return new Cost(
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    Duration.ofNanos(system.getProcessCpuTime()));
        }
    }
}
