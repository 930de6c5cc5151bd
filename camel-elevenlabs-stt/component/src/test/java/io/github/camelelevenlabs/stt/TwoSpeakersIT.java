package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_POSITION;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.CHANNEL;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENTS;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.START_TIME;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.transcript.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call of two people in frames of 20 ms with both of them, as telephone systems send it. */
class TwoSpeakersIT extends SttRouteSupport {

    private static final int RATE = 8_000;
    private static final int FRAME_MILLIS = 20;
    private static final String STEREO = "audio/PCMU;rate=8000;channels=2";

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:call")
                .to("elevenlabs-stt:calls?channels=split&sessionKey=${header.call}&readRate=0&reconnectDelay=1");
        routes.from("elevenlabs-stt:calls").to("mock:transcripts");
    }

    /** Both begin at once; the second one is heard while the first one speaks. */
    private static Tones caller() {
        return Tones.at(RATE).say("one two").pause(ofSeconds(6)).say("five six");
    }

    private static Tones agent() {
        return Tones.at(RATE).say("three four").pause(ofSeconds(4)).say("seven eight");
    }

    private static byte[] interleaved(byte[] first, byte[] second, int sampleBytes) {
        int samples = Math.max(first.length, second.length) / sampleBytes;
        byte[] both = new byte[2 * samples * sampleBytes];
        // Mu-law is silent at 0xFF, and PCM at 0.
        Arrays.fill(both, (byte) (sampleBytes == 1 ? 0xFF : 0));
        for (int i = 0; i < samples; i++) {
            for (int b = 0; b < sampleBytes; b++) {
                int from = i * sampleBytes + b;
                int to = 2 * i * sampleBytes + b;
                both[to] = from < first.length ? first[from] : both[to];
                both[to + sampleBytes] = from < second.length ? second[from] : both[to + sampleBytes];
            }
        }
        return both;
    }

    /** Sends the frames with their positions, except those that are lost, and the end. */
    private Exchange call(String contentType, byte[] audio, int sampleBytes, IntPredicate lost) {
        int frame = 2 * sampleBytes * RATE * FRAME_MILLIS / 1_000;
        for (int number = 0; number * frame < audio.length; number++) {
            if (!lost.test(number)) {
                byte[] piece = Arrays.copyOfRange(audio, number * frame, Math.min(audio.length, (number + 1) * frame));
                Exchange sent = message(contentType, piece, Map.of(AUDIO_POSITION, number * FRAME_MILLIS));
                assertThat(sent.getException()).isNull();
            }
        }
        return message(contentType, new byte[0], Map.of(END_OF_AUDIO, true));
    }

    private Exchange message(String contentType, byte[] piece, Map<String, Object> more) {
        Map<String, Object> headers = new HashMap<>(more);
        headers.put("call", "CA1");
        headers.put(Exchange.CONTENT_TYPE, contentType);
        return send("direct:call", piece, headers);
    }

    private List<Object> headers(String name) {
        return mock("transcripts").getExchanges().stream()
                .map(exchange -> exchange.getMessage().getHeader(name))
                .toList();
    }

    private static List<String> said(Exchange result) {
        List<String> said = new ArrayList<>();
        for (Object segment : result.getMessage().getHeader(SEGMENTS, List.class)) {
            said.add(((Segment) segment).channel() + " " + ((Segment) segment).text());
        }
        return said;
    }

    @ParameterizedTest
    @ValueSource(strings = {STEREO, "audio/basic;channels=2", "audio/x-mulaw;rate=8000;channels=2"})
    void two_who_talk_at_once_are_two_channels_in_the_order_of_time(String contentType) {
        byte[] both = interleaved(caller().ulaw(), agent().ulaw(), 1);
        Exchange result = call(contentType, both, 1, number -> false);
        assertThat(said(result))
                .hasSize(4)
                .containsOnlyOnce("0 one two", "1 three four", "1 seven eight", "0 five six");
        assertThat(said(result).subList(2, 4)).containsExactly("1 seven eight", "0 five six");
        assertThat(headers(CHANNEL)).hasSize(4).containsOnly(0, 1);
        assertThat(headers(START_TIME)).doesNotContainNull().isSorted();
        assertThat(emulator.sessions()).hasSize(2);
    }

    @Test
    void frames_of_16_bits_are_split_as_well() {
        byte[] both = interleaved(caller().pcm(), agent().pcm(), 2);
        assertThat(said(call("audio/L16;rate=8000;channels=2;endianness=little-endian", both, 2, number -> false)))
                .hasSize(4)
                .containsOnlyOnce("0 one two", "1 three four", "1 seven eight", "0 five six");
    }

    @Test
    void a_lost_frame_stays_a_gap_and_moves_nothing_behind_it() {
        byte[] both = interleaved(caller().ulaw(), agent().ulaw(), 1);
        List<?> whole = call(STEREO, both, 1, number -> false).getMessage().getHeader(SEGMENTS, List.class);
        // A second of the silence before the last words of both.
        List<?> holed = call(STEREO, both, 1, number -> number >= 170 && number < 220)
                .getMessage()
                .getHeader(SEGMENTS, List.class);
        assertThat(texts(holed)).isEqualTo(texts(whole));
        for (int i = 0; i < whole.size(); i++) {
            assertThat(start(holed.get(i))).isCloseTo(start(whole.get(i)), within(100L));
        }
    }

    private static List<String> texts(List<?> segments) {
        return segments.stream().map(segment -> ((Segment) segment).text()).toList();
    }

    private static long start(Object segment) {
        return ((Segment) segment).words().get(0).startTime();
    }

    @Test
    void all_words_are_there_once_although_every_connection_breaks() {
        emulator.script().onEveryConnection().afterAudio(ofSeconds(3)).fault(new Fault.DropConnection());
        byte[] both = interleaved(caller().ulaw(), agent().ulaw(), 1);
        Map<Integer, StringBuilder> spoken = new HashMap<>();
        for (Object one : call(STEREO, both, 1, number -> false).getMessage().getHeader(SEGMENTS, List.class)) {
            Segment segment = (Segment) one;
            spoken.computeIfAbsent(segment.channel(), channel -> new StringBuilder())
                    .append(segment.text())
                    .append(' ');
        }
        assertThat(spoken.get(0)).hasToString("one two five six ");
        assertThat(spoken.get(1)).hasToString("three four seven eight ");
    }
}
