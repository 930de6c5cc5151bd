package io.github.camelelevenlabs.stt.emulator;

import io.github.camelelevenlabs.stt.emulator.recogniser.ScriptRecognition;
import io.github.camelelevenlabs.stt.emulator.recogniser.SpeechRecognition;
import io.github.camelelevenlabs.stt.emulator.recogniser.ToneRecognition;
import java.util.List;

/** Decides which words the emulator recognises. One recogniser serves all connections, a {@link Recognition} one of them. */
@FunctionalInterface
public interface Recogniser {

    /** Begins the recognition of a new connection with this sample rate, in hertz. */
    Recognition listen(int sampleRate);

    /**
     * Returns fixed texts: every committed segment with any sound gets the next text, whose words are spread evenly from the
     * first to the last sound. A silent segment, or one after the last text, is empty. Each connection begins with the first
     * text.
     */
    static Recogniser script(String... segments) {
        List<String> texts = List.of(segments);
        return sampleRate -> new ScriptRecognition(texts, sampleRate);
    }

    /**
     * Recognises the sixteen tones of a telephone keypad, as {@link Tones} makes them, as words: {@code zero} to
     * {@code nine}, {@code star}, {@code pound}, {@code alpha} to {@code delta}. So the text tells which audio arrived.
     *
     * <p>A word needs 40 ms of its tone; 30 ms of silence part two words. It belongs to the segment in which these 40 ms
     * were complete, and only to that one: the rest of the tone after the commit is ignored. Its times are accurate
     * to 20 ms.
     */
    static Recogniser tones() {
        return ToneRecognition::new;
    }

    /**
     * Recognises spoken English, offline, with CMU Sphinx. Needs {@code de.sciss:sphinx4-core} and
     * {@code de.sciss:sphinx4-data} 1.0.0 on the class path, and a heap of 1 GB. Clear speech is recognised nearly word
     * for word, in about a third of the time it takes to say it; 8000 Hz audio is understood less well. All recognisers
     * of this kind share one model and one core; the first takes some seconds to read the model before it returns.
     *
     * @throws IllegalStateException if the two libraries are missing
     */
    static Recogniser speech() {
        SpeechRecognition.load();
        return SpeechRecognition::new;
    }
}
