package io.github.camelelevenlabs.stt.benchmark.client;

import com.sun.management.OperatingSystemMXBean;
import io.github.camelelevenlabs.stt.benchmark.load.Load;
import io.github.camelelevenlabs.stt.benchmark.load.StampedText;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/** A job that ends when it has transcribed a few short recordings. It says at each step what that has cost since the JVM began. */
public final class ShortJob {

    private static final int SECONDS_OF_RECORDING = 2;
    private static final int SESSIONS = 100;
    private static final int SECONDS_FOR_ALL = 120;

    private ShortJob() {}

    /** @param arguments the address of the server */
    public static void main(String[] arguments) throws Exception {
        report("main");
        String endpoint = "elevenlabs-stt:job?apiKey=benchmark&readRate=0&audioFormat=pcm_16000&baseUrl=RAW("
                + arguments[0] + ")";
        Main main = new Main();
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("elevenlabs-stt:job").process(exchange -> {});
            }
        });
        main.start();
        report("started");
        Load load = Load.unpaced(SESSIONS, SECONDS_OF_RECORDING);
        ProducerTemplate template = main.getCamelContext().createProducerTemplate();
        check(load, template.requestBody(endpoint, load.recording(), String.class));
        report("first");
        List<CompletableFuture<String>> others = new ArrayList<>();
        for (int i = 1; i < SESSIONS; i++) {
            others.add(template.asyncRequestBody(endpoint, load.recording(), String.class));
        }
        for (CompletableFuture<String> other : others) {
            check(load, other.get(SECONDS_FOR_ALL, TimeUnit.SECONDS));
        }
        report("hundred");
        main.stop();
        report("stopped");
    }

    private static void check(Load load, String transcript) {
        if (!StampedText.words(transcript).equals(load.text())) {
            throw new IllegalStateException("Heard '" + transcript + "' instead of '" + load.text() + "'");
        }
    }

    private static void report(String step) {
        System.out.println(step + " wall="
                + (System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime()) + " cpu="
                + ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                                .getProcessCpuTime()
                        / 1_000_000
                + " classes=" + ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
    }
}
