package io.github.camelelevenlabs.stt.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Transcribes many recordings at once with one component, each in real time, with the emulator in a process of its own.
 * Reports the cost of a session and checks that every word was transcribed. Exits with 1 if a word is missing.
 */
public final class ComponentBenchmark {

    private static final int OPENED_PER_SECOND = 50;
    private static final Duration TO_SETTLE = Duration.ofSeconds(5);
    private static final Duration TO_END = Duration.ofMinutes(2);
    private static final int SECONDS_OF_SPEECH = 10;

    private final int sessions;
    private final int rounds;
    private final Duration watched;
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final CountDownLatch running;

    private ComponentBenchmark(int sessions, Duration watched) {
        this.sessions = sessions;
        this.watched = watched;
        this.running = new CountDownLatch(sessions);
        long seconds = sessions / OPENED_PER_SECOND + TO_SETTLE.toSeconds() + watched.toSeconds();
        this.rounds = (int) seconds / SECONDS_OF_SPEECH + 1;
    }

    /**
     * @param arguments the number of sessions, and the seconds to measure once all are open
     */
    public static void main(String[] arguments) throws Exception {
        int sessions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
        System.exit(new ComponentBenchmark(sessions, Duration.ofSeconds(seconds)).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        CamelContext context = new DefaultCamelContext();
        try (EmulatorProcess emulator = EmulatorProcess.start()) {
            ElevenLabsSttComponent component = context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class);
            component.getConfiguration().setBaseUrl(emulator.uri().toString());
            component.getConfiguration().setApiKey("benchmark");
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
            if (!ended) {
                System.out.println(running.getCount() + " sessions did not end");
            }
            new TreeMap<>(failures).forEach((how, often) -> System.out.println(often + " times " + how));
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
        Endpoint endpoint = context.getEndpoint("elevenlabs-stt:load?readRate=1&maxReconnectAttempts=0");
        AsyncProducer producer = endpoint.createAsyncProducer();
        ServiceHelper.startService(producer);
        for (int i = 0; i < sessions; i++) {
            Exchange exchange = endpoint.createExchange();
            exchange.getMessage().setBody(recording);
            producer.process(exchange, doneSync -> onEnd(exchange, text));
            Thread.sleep(1_000 / OPENED_PER_SECOND);
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
