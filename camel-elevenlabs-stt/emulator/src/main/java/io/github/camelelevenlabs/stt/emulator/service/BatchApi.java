package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.Recognition;
import io.github.camelelevenlabs.stt.emulator.SpokenWord;
import io.github.camelelevenlabs.stt.emulator.Utterance;
import io.github.camelelevenlabs.stt.emulator.audio.RawFormat;
import io.github.camelelevenlabs.stt.emulator.audio.WavAudio;
import io.github.camelelevenlabs.stt.emulator.protocol.BatchCodec;
import io.github.camelelevenlabs.stt.emulator.protocol.BatchCodec.Spoken;
import io.github.camelelevenlabs.stt.emulator.protocol.TimedToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The batch API: a whole recording in one request, its transcript in the answer. With {@code diarize} the speakers are two who take turns:
 * the other one speaks after each pause of a second. Thread-safe.
 */
public final class BatchApi {

    private static final Set<String> MODELS = Set.of("scribe_v1", "scribe_v2");
    private static final double TURN_SECONDS = 1;
    private static final int PIECE = 16_000;

    private final ServiceSettings settings;
    private final Credentials credentials;

    public BatchApi(ServiceSettings settings, Credentials credentials) {
        this.settings = settings;
        this.credentials = credentials;
    }

    /** A response. */
    public record Answer(int status, String json) {}

    /** The refusal of a request without the right key; empty when it is right. */
    public Optional<Answer> refusal(String apiKey) {
        return credentials.admit(apiKey, null)
                ? Optional.empty()
                : Optional.of(new Answer(401, BatchCodec.refused("invalid_api_key", "Invalid API key")));
    }

    /**
     * Transcribes a recording. Takes as long as the recognition does.
     *
     * @param fields the fields of the form that are no file
     * @param file   null when there was none
     */
    public CompletionStage<Answer> transcribe(Map<String, String> fields, byte[] file) {
        String model = fields.get("model_id");
        if (model == null) {
            return answer(422, BatchCodec.invalid("model_id", "missing", "Field required"));
        } else if (!MODELS.contains(model)) {
            return answer(422, BatchCodec.invalid("model_id", "enum", "Input should be 'scribe_v1' or 'scribe_v2'"));
        } else if (file == null) {
            return answer(422, BatchCodec.invalid("file", "missing", "Field required"));
        }
        return audio(fields, file)
                .map(audio -> recognise(audio).thenApply(said -> new Answer(200, transcript(fields, said))))
                .orElseGet(() -> answer(
                        400,
                        BatchCodec.refused(
                                "invalid_audio", "The emulator reads WAV of 16 bits, or file_format=pcm_s16le_16")));
    }

    private static CompletionStage<Answer> answer(int status, String json) {
        return CompletableFuture.completedFuture(new Answer(status, json));
    }

    private static Optional<WavAudio> audio(Map<String, String> fields, byte[] file) {
        return "pcm_s16le_16".equals(fields.get("file_format"))
                ? Optional.of(new WavAudio(16_000, RawFormat.PCM_16000.decode(file)))
                : WavAudio.of(file);
    }

    private CompletionStage<Utterance> recognise(WavAudio audio) {
        Recognition recognition = settings.recogniser().listen(audio.sampleRate());
        short[] samples = audio.samples();
        for (int at = 0; at < samples.length; at += PIECE) {
            recognition.accept(samples, at, Math.min(samples.length, at + PIECE));
        }
        return recognition.commit().whenComplete((said, failure) -> recognition.close());
    }

    private static String transcript(Map<String, String> fields, Utterance said) {
        boolean diarized = Boolean.parseBoolean(fields.get("diarize"));
        String language = fields.getOrDefault("language_code", "en");
        List<Spoken> words = new ArrayList<>();
        int turn = 0;
        SpokenWord before = null;
        for (SpokenWord word : said.words()) {
            if (before != null) {
                TimedToken space = new TimedToken(" ", before.end(), word.start(), TimedToken.Type.SPACING, 0);
                words.add(new Spoken(space, diarized ? speaker(turn) : null));
                turn += word.start() - before.end() >= TURN_SECONDS ? 1 : 0;
            }
            TimedToken token =
                    new TimedToken(word.text(), word.start(), word.end(), TimedToken.Type.WORD, word.logProbability());
            words.add(new Spoken(token, diarized ? speaker(turn) : null));
            before = word;
        }
        return BatchCodec.transcript(language, said.text(), words);
    }

    private static String speaker(int turn) {
        return "speaker_" + turn % 2;
    }
}
