package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_ID;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.repository.InMemorySessionRepository;
import io.github.camelelevenlabs.stt.repository.SessionRepository;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Processes that transcribe recordings: contexts with one repository. */
abstract class KeptRecordingSupport extends SttRouteSupport {
    static final List<String> SENTENCES = List.of("one two", "three four five", "six seven", "eight nine");
    static final String ALL = String.join(" ", SENTENCES);
    static final byte[] TALK = talk(16_000);
    static final String KEY = "recording/calls/talk";
    static final String LIVE = "elevenlabs-stt:calls?sessionRepository=#kept&recordingKey=talk&readRate=10";
    static final IOException AWAY = new IOException("Connection refused");
    /** What a consumer has routed. */
    record Routed(String id, String text) {}

    final InMemorySessionRepository repository = new InMemorySessionRepository();
    SessionRepository store = repository;
    final List<CamelContext> processes = new ArrayList<>();
    final List<Routed> routed = new CopyOnWriteArrayList<>();
    /** What happens to a transcript when it is routed. */
    volatile Processor step = exchange -> {};
    /** What happens to the result. */
    volatile Processor later = exchange -> {};

    @TempDir
    Path folder;

    static byte[] talk(int rate) {
        Tones tones = Tones.at(rate);
        SENTENCES.forEach(sentence -> tones.say(sentence).pause(ofSeconds(2)));
        return tones.wav();
    }
    /** A session that is broken off leaves a commit unanswered. */
    @Override
    boolean expectsViolations() {
        return true;
    }

    @AfterEach
    void stop_the_processes() {
        repository.release();
        processes.forEach(CamelContext::stop);
    }

    CamelContext process() throws Exception {
        CamelContext process = new DefaultCamelContext();
        ElevenLabsSttConfiguration options = process.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                .getConfiguration();
        options.setApiKey(SttRouteSupport.KEY);
        options.setBaseUrl(emulator.uri().toString());
        options.setReadRate(0);
        process.getRegistry().bind("kept", store);
        process.getShutdownStrategy().setTimeout(2);
        process.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:recording")
                        .to("elevenlabs-stt:calls?sessionRepository=#kept&recordingKey=talk&transcriptTimeout=2000")
                        .process(exchange -> later.process(exchange));
                from("direct:unawaited")
                        .to("elevenlabs-stt:calls?sessionRepository=#kept&recordingKey=talk&waitForTranscript=false")
                        .process(exchange -> later.process(exchange));
                from("elevenlabs-stt:calls").process(exchange -> {
                    step.process(exchange);
                    routed.add(new Routed(
                            exchange.getIn().getHeader(SEGMENT_ID, String.class),
                            exchange.getIn().getBody(String.class)));
                });
            }
        });
        process.start();
        processes.add(process);
        return process;
    }

    static Exchange send(CamelContext process, String uri, Object body, Map<String, Object> headers) {
        return process.createFluentProducerTemplate()
                .to(uri)
                .withProcessor(exchange -> {
                    exchange.getIn().setBody(body);
                    headers.forEach(exchange.getIn()::setHeader);
                })
                .request(Exchange.class);
    }

    static Exchange send(CamelContext process) {
        return send(process, "direct:recording", TALK, Map.of());
    }
    /** A process whose store takes no more than so many entries; it works again afterwards. */
    Exchange interrupted(int entries) throws Exception {
        repository.failingAfter(entries, AWAY);
        Exchange broken = send(process(), LIVE, TALK, Map.of());
        repository.works();
        return broken;
    }

    static ElevenLabsSttException failure(Exchange exchange) {
        assertThat(exchange.getException()).isInstanceOf(ElevenLabsSttException.class);
        return (ElevenLabsSttException) exchange.getException();
    }
    /** What an idempotent consumer keeps. */
    String wordsById() {
        Map<String, String> byId = new LinkedHashMap<>();
        routed.forEach(one -> assertThat(byId.merge(one.id(), one.text(), (kept, again) -> again))
                .isEqualTo(byId.get(one.id())));
        routed.forEach(one -> assertThat(byId).containsEntry(one.id(), one.text()));
        return String.join(" ", byId.values());
    }

    static Duration sent() {
        return emulator.sessions().stream().map(RecordedSession::audioDuration).reduce(Duration.ZERO, Duration::plus);
    }

    static long lengthOfTalk() {
        return (TALK.length - 44) / 32;
    }

    static byte[] interleaved(byte[] left, byte[] shorter) {
        byte[] right = Arrays.copyOf(shorter, left.length);
        ByteBuffer both = ByteBuffer.allocate(2 * left.length);
        for (int i = 0; i < left.length; i += 2) {
            both.put(left, i, 2);
            both.put(Arrays.copyOfRange(right, i, i + 2));
        }
        return both.array();
    }
}
