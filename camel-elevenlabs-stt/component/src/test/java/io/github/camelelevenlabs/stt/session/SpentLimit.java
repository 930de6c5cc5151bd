package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.time.Duration;

/** Makes the limit of a session that has sent as much audio as it may. */
public final class SpentLimit {

    private SpentLimit() {}

    public static AudioLimit make() {
        AudioLimit limit = new AudioLimit(Duration.ofSeconds(1));
        limit.allows(PcmFormat.PCM_16000, 16_001, () -> 0);
        return limit;
    }
}
