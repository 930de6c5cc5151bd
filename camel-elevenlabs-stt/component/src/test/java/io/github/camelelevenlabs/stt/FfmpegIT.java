package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Scripts;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of an ffmpeg process: the search, failures, the stop, and that no process is left behind. */
class FfmpegIT extends SttRouteSupport {

    private static final byte[] MP3 = Encoder.encode(
            Tones.at(16_000).say("one two three").wav(), "mp3", "-b:a 64k -write_xing 0 -id3v2_version 0");

    /** The two seconds that a session buffers, and the content of the pipes. */
    private static final int MAX_READ_AHEAD_BYTES = 250_000;

    @TempDir
    Path folder;

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording").routeId("recording").to("elevenlabs-stt:calls");
        routes.from("direct:live").streamCache("false").to("elevenlabs-stt:calls?readRate=1");
    }

    @AfterEach
    void no_ffmpeg_process_is_left() {
        await().untilAsserted(() -> assertThat(ProcessHandle.current().descendants())
                .as("processes")
                .isEmpty());
    }

    @Test
    void without_an_ffmpeg_the_error_names_the_places_that_were_searched() throws Exception {
        addRoutes(routes -> routes.from("direct:none").to("elevenlabs-stt:calls?ffmpegPath=/no/such/ffmpeg"));
        assertThat(send("direct:none", MP3, Map.of(Exchange.FILE_NAME, "call.mp3"))
                        .getException())
                .isInstanceOfSatisfying(ElevenLabsSttException.class, failure -> {
                    assertThat(failure.getErrorType()).isEqualTo("decoder_missing");
                    assertThat(failure.isRetryable()).isTrue();
                })
                .hasMessageContaining("decoder_missing: call.mp3 is MP3, which is decoded by ffmpeg:")
                .hasMessageContaining("ffmpegPath=/no/such/ffmpeg is no ffmpeg that runs");
        assertThat(send("direct:none", MP3, Map.of(SESSION_KEY, "k", END_OF_AUDIO, true))
                        .getException())
                .as("in a stream session")
                .isInstanceOfSatisfying(
                        ElevenLabsSttException.class,
                        failure -> assertThat(failure.getErrorType()).isEqualTo("decoder_missing"))
                .hasMessageContaining("the audio is MP3, which is decoded by ffmpeg:");
        assertThat(textOf(send("direct:none", wav("one")))).isEqualTo("one");
        assertThat(emulator.sessions()).hasSize(1);
    }

    @Test
    void a_configured_path_is_used() throws Exception {
        Path wrapper = Scripts.decoder(folder, Encoder.exec());
        addRoutes(routes -> routes.from("direct:own").to("elevenlabs-stt:calls?ffmpegPath=" + wrapper));
        assertThat(textOf(send("direct:own", MP3))).isEqualTo("one two three");
    }

    @Test
    void broken_audio_fails_its_message_with_the_error_of_ffmpeg() {
        byte[] broken = "fLaC and then nothing that belongs there, at all".getBytes(StandardCharsets.US_ASCII);
        assertThat(send("direct:recording", broken).getException())
                .isInstanceOfSatisfying(
                        ElevenLabsSttException.class,
                        failure -> assertThat(failure.getErrorType()).isEqualTo("invalid_audio"))
                .hasMessageContaining("the audio is FLAC, which is decoded by ffmpeg: ffmpeg could not decode it: ");
        assertThat(textOf(send("direct:recording", MP3))).isEqualTo("one two three");
    }

    @Test
    void a_video_without_sound_is_invalid_audio() {
        byte[] silent = Encoder.encode(
                Tones.at(16_000).say("one").wav(), "mp4", "-f lavfi -i color=size=64x48 -map 1:v -t 1 -c:v mpeg4");
        assertThat(send("direct:recording", silent, Map.of(Exchange.FILE_NAME, "film.mp4"))
                        .getException())
                .hasMessageContaining("invalid_audio: film.mp4 has no sound track")
                .hasMessageNotContaining("matches no streams");
    }

    @Test
    void an_ffmpeg_that_the_system_kills_is_not_a_fault_of_the_audio() throws Exception {
        Path killed = Scripts.decoder(folder, "kill -KILL $$");
        addRoutes(routes -> routes.from("direct:killed").to("elevenlabs-stt:calls?ffmpegPath=" + killed));
        assertThat(send("direct:killed", MP3).getException())
                .isInstanceOfSatisfying(ElevenLabsSttException.class, failure -> {
                    assertThat(failure.getErrorType()).isEqualTo("audio_source_failed");
                    assertThat(failure.isRetryable()).isTrue();
                })
                .hasMessageContaining("ffmpeg was ended from outside, with status 137");
    }

    @Test
    void a_broken_stream_fails_with_its_own_exception() {
        InputStream breaking = new InputStream() {
            private int position;

            @Override
            public int read() throws IOException {
                if (position == MP3.length / 2) {
                    throw new IOException("the line was cut");
                }
                return MP3[position++] & 0xFF;
            }
        };
        assertThat(send("direct:recording", breaking).getException())
                .isInstanceOfSatisfying(
                        ElevenLabsSttException.class,
                        failure -> assertThat(failure.getErrorType()).isEqualTo("audio_source_failed"))
                .hasMessageContaining("the line was cut");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_stream_that_throws_an_error_fails_with_it(boolean keyed) throws Exception {
        InputStream overflowing = new ByteArrayInputStream(MP3) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                int count = pos < MP3.length / 2 ? super.read(bytes, offset, Math.min(length, 2_000)) : 0;
                if (count == 0) {
                    throw new StackOverflowError("in the stream");
                }
                return count;
            }
        };
        // Not through a route, in which Camel would read the stream first.
        CompletableFuture<Exchange> answer = template.asyncSend("elevenlabs-stt:calls", exchange -> {
            exchange.getIn().setBody(overflowing);
            if (keyed) {
                exchange.getIn().setHeader(SESSION_KEY, "k");
                exchange.getIn().setHeader(END_OF_AUDIO, true);
            }
        });
        assertThat(answer.get(10, TimeUnit.SECONDS).getException()).hasMessageContaining("in the stream");
    }

    private static void awaitAudio(Duration received) {
        await().until(() ->
                !emulator.sessions().isEmpty() && onlySession().audioDuration().compareTo(received) > 0);
    }

    @Test
    void no_more_is_read_than_the_session_needs() throws Exception {
        AtomicLong read = new AtomicLong();
        CompletableFuture<Exchange> sent =
                template.asyncSend("direct:live", exchange -> exchange.getIn().setBody(endless(read)));
        awaitAudio(ofSeconds(3));
        assertThat(read.get()).isLessThan(MAX_READ_AHEAD_BYTES);
        stopAtOnce();
        assertThat(sent).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(sent.join().getException()).isNotNull();
    }

    @Test
    void ffmpeg_ends_with_a_failed_session() {
        emulator.script()
                .afterAudio(Duration.ofSeconds(1))
                .fault(new Fault.SendError("quota_exceeded", "You have exceeded your quota.").andClose(1000));
        assertThat(send("direct:live", endless(new AtomicLong())).getException())
                .isInstanceOf(ElevenLabsSttException.class)
                .hasMessageContaining("quota_exceeded");
    }

    @Test
    void a_decoder_without_end_is_ended_with_its_session() throws Exception {
        Path wav = Files.write(folder.resolve("header"), WavFile.endless(16_000, new byte[0]));
        Path endless = Scripts.decoder(folder, "cat " + wav + "; exec cat /dev/zero");
        addRoutes(routes -> routes.from("direct:endless").to("elevenlabs-stt:calls?readRate=1&ffmpegPath=" + endless));
        CompletableFuture<Exchange> sent = template.asyncSend(
                "direct:endless", exchange -> exchange.getIn().setBody(MP3));
        awaitAudio(ofSeconds(1));
        stopAtOnce();
        assertThat(sent).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(sent.join().getException()).isNotNull();
    }

    @Test
    void a_stream_session_that_nobody_ends_ends_with_the_context() throws Exception {
        assertThat(send("direct:live", MP3, Map.of(SESSION_KEY, "a call")).getException())
                .isNull();
        assertThat(ProcessHandle.current().children()).isNotEmpty();
        stopAtOnce();
    }

    /** This is how Camel stops a context after the shutdown timeout. */
    private void stopAtOnce() {
        context.getShutdownStrategy().setTimeout(1);
        context.stop();
    }

    private static InputStream endless(AtomicLong read) {
        return new InputStream() {
            private InputStream current = new ByteArrayInputStream(MP3);

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int count = current.read(into, offset, length);
                if (count < 0) {
                    current = new ByteArrayInputStream(MP3);
                    count = current.read(into, offset, length);
                }
                read.addAndGet(count);
                return count;
            }
        };
    }

    @Override
    boolean expectsViolations() {
        return true;
    }
}
