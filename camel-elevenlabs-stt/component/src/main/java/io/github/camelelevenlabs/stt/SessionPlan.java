package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_FORMAT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_TRACK;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.KEYTERMS;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.LANGUAGE_CODE;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.OUTPUT_FORMAT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.PREVIOUS_TEXT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.START_AT;

import io.github.camelelevenlabs.stt.audio.AudioHint;
import io.github.camelelevenlabs.stt.audio.ffmpeg.AudioTrack;
import io.github.camelelevenlabs.stt.audio.pcm.ChannelMode;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.delivery.Kept;
import io.github.camelelevenlabs.stt.delivery.OutputFormat;
import io.github.camelelevenlabs.stt.options.CommaSeparated;
import io.github.camelelevenlabs.stt.options.OptionChecks;
import io.github.camelelevenlabs.stt.protocol.PreviousText;
import io.github.camelelevenlabs.stt.protocol.RealtimeUri;
import io.github.camelelevenlabs.stt.session.Hints;
import io.github.camelelevenlabs.stt.session.ReconnectPolicy;
import io.github.camelelevenlabs.stt.session.Resumption;
import io.github.camelelevenlabs.stt.session.SessionSettings;
import io.github.camelelevenlabs.stt.session.SessionSettings.Annotation;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.session.SessionSettings.Continuity;
import io.github.camelelevenlabs.stt.transport.Transport.Upgrade;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The plan of a session: the options of its endpoint, overridden by the headers of the message that opens it, with the needs of the
 * name's consumers.
 *
 * @param maxAudioDuration the most audio that the session sends; zero for no limit
 * @param hint   what is known about the audio before it is read
 * @param output the body that the producer's message gets
 */
record SessionPlan(
        SessionSettings settings,
        Duration maxAudioDuration,
        AudioHint hint,
        ChannelMode channels,
        AudioTrack track,
        OutputFormat output) {

    // The service's default, which applies when the parameter is not sent.
    private static final double VAD_SILENCE_SECS = 1.5;

    /**
     * @param timestamps whether a consumer of the name needs the times of words
     * @param recording  whether the message is a whole recording
     * @throws IllegalArgumentException with the name of a header whose value is not allowed
     */
    static SessionPlan of(ElevenLabsSttConfiguration options, Message opening, boolean timestamps, boolean recording) {
        String language = opening.getHeader(LANGUAGE_CODE, options.getLanguageCode(), String.class);
        OptionChecks.languageCode(LANGUAGE_CODE, language);
        List<String> keyterms = keyterms(options, opening);
        boolean filtered = options.isFilterBackgroundAudio();
        String named = ServiceParameters.commitStrategy(options);
        CommitStrategy strategy =
                named == null ? CommitStrategy.TURN_PREDICTION : CommitStrategy.valueOf(named.toUpperCase(Locale.ROOT));
        ChannelMode channels = ChannelMode.valueOf(options.getChannels().toUpperCase(Locale.ROOT));
        OutputFormat output = output(options, opening);
        // The transcripts of several channels are ordered by their times.
        boolean words =
                timestamps || options.isIncludeTimestamps() || output.needsWordTimes() || channels == ChannelMode.SPLIT;
        if (words && filtered) {
            throw new IllegalArgumentException(
                    "filterBackgroundAudio=true is not allowed where word times are needed, as by a consumer of the same"
                            + " name with includeTimestamps=true, or by outputFormat=srt or vtt: the service gives none then;"
                            + " remove one of the two");
        }
        String previousText =
                PreviousText.endOf(opening.getHeader(PREVIOUS_TEXT, options.getPreviousText(), String.class));
        // Later connections have the options that the first one has, whatever becomes of the endpoint's.
        ElevenLabsSttConfiguration frozen = options.copy();
        Double vadSilence = options.getVadSilenceThresholdSecs();
        SessionSettings settings = new SessionSettings(
                (format, hints) -> upgrade(options, address(frozen, format, hints)),
                new Hints(language, keyterms, previousText),
                strategy,
                Duration.ofMillis(options.getCommitInterval()),
                Duration.ofMillis(Math.round((vadSilence == null ? VAD_SILENCE_SECS : vadSilence) * 1000)),
                !filtered || options.isIncludeLanguageDetection(),
                Duration.ofMillis(options.getChunkDuration()),
                options.getReadRate(),
                Duration.ofMillis(options.getConnectTimeout()),
                Duration.ofMillis(options.getTranscriptTimeout()),
                Duration.ofMillis(options.getKeepAliveInterval()),
                options.getMaxConcurrentSessions(),
                previousText,
                words,
                annotations(options),
                continuity(options),
                resumption(opening, recording));
        return new SessionPlan(
                settings,
                Duration.ofMillis(options.getMaxAudioDuration()),
                hint(options, opening),
                channels,
                track(options, opening),
                output);
    }

    /** The same plan for a session that goes on where another process has left it; the same when there is nothing to go on with. */
    SessionPlan resuming(Kept kept) {
        if (!kept.isResumed()) {
            return this;
        }
        Duration first = settings.resumption().startAt().get(0);
        List<Duration> startAt = IntStream.range(0, kept.channels())
                .mapToObj(kept::through)
                .map(through -> through.compareTo(first) > 0 ? through : first)
                .toList();
        String before = kept.lastText().map(PreviousText::endOf).orElse(settings.previousText());
        Resumption where = new Resumption(
                startAt, kept.segments().size(), settings.resumption().recording());
        return new SessionPlan(settings.resuming(where, before), maxAudioDuration, hint, channels, track, output);
    }

    private static List<String> keyterms(ElevenLabsSttConfiguration options, Message opening) {
        Object given = opening.getHeader(KEYTERMS);
        List<String> keyterms = CommaSeparated.values(given == null ? options.getKeyterms() : given);
        OptionChecks.keyterms(KEYTERMS, keyterms);
        return keyterms;
    }

    private static Set<Annotation> annotations(ElevenLabsSttConfiguration options) {
        Set<Annotation> annotations = EnumSet.noneOf(Annotation.class);
        if (!CommaSeparated.values(options.getEntityDetection()).isEmpty()) {
            annotations.add(Annotation.ENTITIES);
        }
        if (options.getTranscriptEdit() != null) {
            annotations.add(Annotation.EDITED_TEXT);
        }
        return annotations;
    }

    private static Resumption resumption(Message opening, boolean recording) {
        long startAt =
                OptionChecks.position(START_AT, opening.getHeader(START_AT)).orElse(0);
        return Resumption.at(Duration.ofMillis(startAt), 0, recording);
    }

    /** The body that this message gets. */
    static OutputFormat output(ElevenLabsSttConfiguration options, Message message) {
        String name = message.getHeader(OUTPUT_FORMAT, String.class);
        return name == null
                ? OutputFormat.named("outputFormat", options.getOutputFormat())
                : OutputFormat.named(OUTPUT_FORMAT, name);
    }

    private static Continuity continuity(ElevenLabsSttConfiguration options) {
        ReconnectPolicy policy = new ReconnectPolicy(
                options.getMaxReconnectAttempts(),
                Duration.ofMillis(options.getReconnectDelay()),
                Duration.ofMillis(options.getMaxReconnectDelay()),
                () -> ThreadLocalRandom.current().nextDouble());
        return new Continuity(
                policy,
                Duration.ofMillis(options.getReplayLimit()),
                Duration.ofMillis(options.getMaxSessionDuration()),
                options.getToken() instanceof Supplier);
    }

    private static AudioTrack track(ElevenLabsSttConfiguration options, Message opening) {
        String track = opening.getHeader(AUDIO_TRACK, String.class);
        return track == null
                ? AudioTrack.named("audioTrack", options.getAudioTrack())
                : AudioTrack.named(AUDIO_TRACK, track);
    }

    private static AudioHint hint(ElevenLabsSttConfiguration options, Message opening) {
        String format = opening.getHeader(AUDIO_FORMAT, options.getAudioFormat(), String.class);
        OptionChecks.audioFormat(AUDIO_FORMAT, format);
        return PcmFormat.named(format)
                .map(AudioHint::raw)
                .orElseGet(() -> AudioHint.of(fileName(opening), opening.getHeader(Exchange.CONTENT_TYPE, String.class))
                        .encoded(opening.getHeader(Exchange.CONTENT_ENCODING, String.class)));
    }

    private static String fileName(Message opening) {
        String named = opening.getHeader(Exchange.FILE_NAME, String.class);
        boolean file = opening.getBody() instanceof File || opening.getBody() instanceof Path;
        return named == null && file ? opening.getBody().toString() : named;
    }

    private static URI address(ElevenLabsSttConfiguration options, PcmFormat format, Hints hints) {
        URI session = ServiceParameters.address(options, hints.languageCode(), hints.keyterms())
                .toUri();
        return RealtimeUri.append(session, "audio_format", format.wireName());
    }

    private static Upgrade upgrade(ElevenLabsSttConfiguration options, URI address) {
        Object token = options.getToken();
        if (token == null) {
            return new Upgrade(address, Map.of(), Map.of("xi-api-key", options.getApiKey()));
        }
        Object fresh = token instanceof Supplier<?> supplier ? supplier.get() : token;
        if (!(fresh instanceof String text) || text.isBlank()) {
            throw new IllegalStateException("token: the bean gave no token");
        }
        OptionChecks.credential("the token that the bean gave", text);
        return new Upgrade(address, Map.of("token", text), Map.of());
    }
}
