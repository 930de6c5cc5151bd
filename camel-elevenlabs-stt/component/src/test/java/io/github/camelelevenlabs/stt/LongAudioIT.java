package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A recording that is much larger than the memory it may take. */
@Tag("full")
class LongAudioIT extends SttRouteSupport {

    private static final Duration LENGTH = Duration.ofHours(2);
    private static final long MAX_GROWTH = 40L * 1024 * 1024;

    private static SttEmulator forgetful;

    @BeforeAll
    static void startForgetfulEmulator() {
        forgetful = service().keepAudio(false).start();
    }

    @AfterAll
    static void stopForgetfulEmulator() {
        forgetful.stop();
    }

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording")
                .streamCache("false")
                .to("elevenlabs-stt:calls?readRate=0&baseUrl=" + forgetful.uri());
    }

    @Test
    void two_hours_take_no_more_memory_than_two_minutes() {
        Repeated audio = new Repeated(minute().pcm(), (int) LENGTH.toMinutes(), usedHeap());
        Exchange result = send(
                "direct:recording",
                new SequenceInputStream(new ByteArrayInputStream(WavFile.endless(16_000, new byte[0])), audio));
        assertThat(textOf(result).toString().split(" ")).hasSize((int) LENGTH.toMinutes() * 2);
        assertThat(result.getMessage().getHeader(ElevenLabsSttConstants.AUDIO_DURATION))
                .isEqualTo(LENGTH.toMillis());
        assertThat(audio.mostGrowth).isLessThan(MAX_GROWTH);
    }

    @Test
    void two_hours_decoded_by_ffmpeg_take_no_more_memory_than_two_minutes() {
        byte[] mp3 = Encoder.encode(minute().wav(), "mp3", "-b:a 48k -write_xing 0 -id3v2_version 0");
        Repeated audio = new Repeated(mp3, (int) LENGTH.toMinutes(), usedHeap());
        Exchange result = send("direct:recording", audio);
        assertThat(textOf(result).toString().split(" ")).hasSize((int) LENGTH.toMinutes() * 2);
        assertThat(audio.mostGrowth).isLessThan(MAX_GROWTH);
    }

    private static Tones minute() {
        Tones spoken = Tones.at(16_000).say("one").pause(Duration.ofSeconds(20)).say("two");
        return spoken.pause(Duration.ofMinutes(1).minus(spoken.duration()));
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Repeats the same audio and measures the heap at intervals. */
    private static final class Repeated extends InputStream {
        private final byte[] once;
        private final long before;
        private int left;
        private int position;
        private long mostGrowth;

        private Repeated(byte[] once, int times, long before) {
            this.once = once;
            this.left = times;
            this.before = before;
        }

        @Override
        public int read() throws IOException {
            throw new IOException("nobody reads two hours byte by byte");
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (position == once.length) {
                position = 0;
                left--;
                if (left % 20 == 0) {
                    mostGrowth = Math.max(mostGrowth, usedHeap() - before);
                }
            }
            if (left == 0) {
                return -1;
            }
            int count = Math.min(length, once.length - position);
            System.arraycopy(once, position, into, offset, count);
            position += count;
            return count;
        }
    }
}
