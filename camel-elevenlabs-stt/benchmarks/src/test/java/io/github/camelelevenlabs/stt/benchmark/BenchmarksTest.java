package io.github.camelelevenlabs.stt.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each benchmark works. How fast anything is depends on the machine, so no time is checked. */
@Tag("full")
class BenchmarksTest {

    private static final String SMALL = "small";

    @Test
    void clients_are_compared() throws Exception {
        assertThat(printed(() -> ClientBenchmark.main(new String[] {SMALL})))
                .contains("| " + Client.COMPONENT, "| " + Client.NETTY, "As fast as it goes", "At the speed of speech");
    }

    @Test
    void transcripts_are_timed_from_the_wire_to_the_route() throws Exception {
        assertThat(printed(() -> LatencyBenchmark.main(new String[] {SMALL})))
                .contains("| " + Client.COMPONENT, "| " + Client.NETTY);
    }

    @Test
    void heap_and_threads_are_counted() throws Exception {
        assertThat(printed(() -> FootprintBenchmark.main(new String[] {SMALL})))
                .contains("| " + Client.COMPONENT, "| 3 ", "Live URLs");
    }

    @Test
    void decoders_are_compared_with_ffmpeg() throws Exception {
        assertThat(printed(() -> DecoderBenchmark.main(new String[] {SMALL}))).contains("| MP3", "| WAV", "| mu-law");
    }

    @Test
    void a_short_job_is_followed_from_the_start_of_its_jvm() throws Exception {
        assertThat(printed(() -> ColdStartBenchmark.main(new String[] {SMALL}))).contains("| as it comes");
    }

    @Test
    void hot_pieces_run() throws Exception {
        assertThat(printed(() -> HotPiecesBenchmark.main(new String[] {SMALL})))
                .contains("| OfEachFrame.message", "| OfEachChunk.pauses", "| OfEachMessage.partial");
    }

    private static String printed(Run benchmark) throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        System.setOut(new PrintStream(copy, true, StandardCharsets.UTF_8));
        try {
            benchmark.run();
        } finally {
            System.setOut(console);
        }
        return copy.toString(StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    private interface Run {
        void run() throws Exception;
    }
}
