package io.github.camelelevenlabs.stt.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelelevenlabs.stt.emulator.audio.RawFormat;
import io.github.camelelevenlabs.stt.emulator.audio.Resampler;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("full")
class SpeechIT {
    private static final String FIRST = "Welcome to the harbour office";
    private static final String SECOND = "The ferry to the island leaves at seven o'clock in the morning";
    private static final String THIRD = "Passengers with bicycles should wait at the second gate";
    private static final Path RECORDING = Path.of("../../examples/first-transcript/recordings/harbour.wav");
    private static final int CHUNK = 3_200;

    // A slow computer recognises for longer than the idle timeout, and these clients send nothing meanwhile.
    private static final Behaviour PATIENT = Behaviour.prompt().with(knobs -> knobs.idleTimeout(Duration.ofMinutes(5)));

    @RegisterExtension
    static final SttEmulatorExtension service =
            new SttEmulatorExtension(SttEmulator.builder().behaviour(PATIENT).recogniser(Recogniser.speech()));

    private static byte[] recording() throws IOException, UnsupportedAudioFileException {
        try (InputStream file = RECORDING.toUri().toURL().openStream();
                AudioInputStream audio = AudioSystem.getAudioInputStream(new BufferedInputStream(file))) {
            return audio.readAllBytes();
        }
    }

    @Test
    void transcribes_a_recording_sentence_by_sentence() throws Exception {
        try (RealtimeClient client =
                RealtimeClient.start(service.emulator(), "commit_strategy=vad&include_timestamps=true")) {
            client.audio(recording(), CHUNK).commit();
            assertThat(client.nextCommitted()).isEqualTo(FIRST);
            assertThat(client.nextCommitted()).isEqualTo(SECOND);
            assertThat(client.nextCommitted()).isEqualTo(THIRD);
            JsonNode second =
                    client.all("committed_transcript_with_timestamps").get(1).get("words");
            assertThat(second.get(0).get("start").asDouble()).isCloseTo(3.5, within(0.3));
            assertThat(second.get(second.size() - 1).get("end").asDouble()).isCloseTo(7.5, within(0.5));
        }
        assertThat(service.violations()).isEmpty();
    }

    @Test
    void transcribes_several_sessions_at_once_and_at_another_rate() throws Exception {
        byte[] audio = recording();
        try (RealtimeClient wide = RealtimeClient.start(service.emulator(), "audio_format=pcm_48000");
                RealtimeClient plain = RealtimeClient.start(service.emulator(), "")) {
            wide.audio(atThreeTimesTheRate(audio), 3 * CHUNK).commit();
            plain.audio(audio, CHUNK).commit();
            String all = FIRST + " the ferry to the island leaves at seven o'clock in the morning"
                    + " passengers with bicycles should wait at the second gate";
            assertThat(plain.nextCommitted()).isEqualTo(all);
            assertThat(wide.nextCommitted()).isEqualTo(all);
        }
    }

    private static byte[] atThreeTimesTheRate(byte[] audio) {
        short[] samples = RawFormat.PCM_16000.decode(audio);
        double[] resampled = new Resampler(16_000, 48_000).accept(samples, 0, samples.length);
        short[] wide = new short[resampled.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = (short) Math.round(resampled[i]);
        }
        return RawFormat.PCM_48000.encode(wide);
    }
}
