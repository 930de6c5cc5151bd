package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.audio.ffmpeg.AudioTrack;
import io.github.camelelevenlabs.stt.delivery.OutputFormat;
import io.github.camelelevenlabs.stt.options.CommaSeparated;
import io.github.camelelevenlabs.stt.options.OptionChecks;
import io.github.camelelevenlabs.stt.options.ParameterNames;
import io.github.camelelevenlabs.stt.repository.SessionPermits;
import io.github.camelelevenlabs.stt.repository.SessionRepository;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * The options of {@code elevenlabs-stt:} with their defaults. Durations are in milliseconds where the name of the option gives no other
 * unit. Each endpoint has its own copy, which is checked once, when the endpoint is created. Not safe for use by many threads.
 */
// Camel 4.22 deprecates "secret"; its replacement does not exist in 4.18.
@SuppressWarnings("deprecation")
@UriParams
public class ElevenLabsSttConfiguration implements Cloneable {

    @UriParam(
            label = "security",
            secret = true,
            description = "The API key of the account. If neither apiKey nor token is set, the environment variable"
                    + " ELEVENLABS_API_KEY is used.")
    private String apiKey;

    @UriParam(
            label = "security",
            javaType = "java.lang.Object",
            secret = true,
            description =
                    "A single-use token instead of apiKey, so that the key stays on another machine. A token opens"
                            + " one connection. For more than one, name a bean of type Supplier (#bean:name): it is called for"
                            + " each connection and may block.")
    private Object token;

    @UriParam(
            defaultValue = "wss://api.elevenlabs.io",
            description =
                    "The address of the service: wss, https, ws or http, a host, and optionally a port and the path"
                            + " prefix of a gateway. Set it for data residency (such as wss://api.eu.residency.elevenlabs.io)"
                            + " or for your own proxy.")
    private String baseUrl = "wss://api.elevenlabs.io";

    @UriParam(
            defaultValue = "scribe_v2_realtime",
            description =
                    "The model that transcribes. Any name is sent to the service unchanged, so models newer than this"
                            + " version work too.")
    private String modelId = "scribe_v2_realtime";

    @UriParam(
            description =
                    "The language of the speech, as an ISO 639-1 or 639-3 code such as en or deu. If it is set, the"
                            + " service cannot detect a wrong language; if not, the service detects the language.")
    private String languageCode;

    @UriParam(
            description =
                    "Other languages of the speech besides languageCode, as comma-separated ISO 639-1 or 639-3 codes"
                            + " such as de,fr.")
    private String secondaryLanguages;

    @UriParam(
            description =
                    "Whether transcripts carry the language that the service has detected, when languageCode is not"
                            + " set.")
    private boolean includeLanguageDetection;

    @UriParam(
            description = "Whether transcripts carry their words with times and confidence. On a consumer, it makes the"
                    + " producers of the same name request them.")
    private boolean includeTimestamps;

    @UriParam(
            description =
                    "Words that the service would not expect, such as names and products, separated by commas. The"
                            + " service prefers them to words that sound alike. At most 50 terms of at most 20 characters. The"
                            + " service charges extra for them. For a term that contains a comma, set the header"
                            + " CamelElevenlabsSttKeyterms to a collection.")
    private String keyterms;

    @UriParam(
            description = "Whether transcripts leave out fillers such as um, repetitions and false starts. A very short"
                    + " first word may get lost.")
    private boolean noVerbatim;

    @UriParam(
            description = "The entities that the service finds in transcripts: all, groups such as pii, phi, pci and"
                    + " offensive_language, or single types, separated by commas. Any value is sent to the service"
                    + " unchanged. The header CamelElevenlabsSttEntities carries the entities; a transcript waits for"
                    + " them for at most a third of transcriptTimeout. The service charges extra for it.")
    private String entityDetection;

    @UriParam(
            description =
                    "An instruction by which the service edits each transcript, such as: write numbers as digits. At"
                            + " most 2000 characters; not together with entityDetection. The transcript itself stays unchanged."
                            + " The header CamelElevenlabsSttEditedText carries the edited text; a transcript waits for it for"
                            + " at most a third of transcriptTimeout. The service charges extra for it.")
    private String transcriptEdit;

    @UriParam(
            description = "Whether the service ignores speech in the background; use a lower vadThreshold with it. The"
                    + " service then gives no word times: not together with includeTimestamps, channels=split or"
                    + " subtitles. With commitStrategy=vad, words at the end of the last transcript may be repeated or"
                    + " lost after a lost connection; with turn_prediction, up to half a minute may be repeated.")
    private boolean filterBackgroundAudio;

    @UriParam(
            defaultValue = "true",
            description = "Whether the service may store audio and transcripts, in its logs and in the history of the"
                    + " account. false requests zero retention, which only enterprise plans have; with other plans the"
                    + " service warns or refuses the session.")
    private boolean enableLogging = true;

    @UriParam(
            label = "advanced",
            prefix = "param.",
            multiValue = true,
            description = "Parameters of the service that are newer than this version, by the service's names, such as"
                    + " param.keepalive_interval_ms=2000. Values are sent unchanged, commas included. A collection, or"
                    + " a name that is given twice, repeats the parameter. A parameter that has its own option is"
                    + " refused.")
    private Map<String, Object> additionalParameters = new LinkedHashMap<>();

    @UriParam(
            description =
                    "Text that was said before the audio, as context for its first words. Only the last 50 characters"
                            + " are used.")
    private String previousText;

    @UriParam(
            enums = "vad,manual,turn_prediction",
            defaultValue = "vad",
            description = "Who ends a transcript. vad: the service, when it detects silence. manual: this component, by"
                    + " commitInterval and by the header CamelElevenlabsSttCommit. manual gives fewer and longer"
                    + " transcripts. turn_prediction: the service, behind any word, when it takes a speaker's turn for"
                    + " ended; only with a modelId that predicts turns, such as scribe_v3_live. If not set, modelIds"
                    + " that this version does not know use their own default.")
    private String commitStrategy;

    @UriParam(
            javaType = "java.time.Duration",
            defaultValue = "20000",
            description = "With commitStrategy=manual: after this much audio a transcript ends at the next pause in the"
                    + " speech. Longer transcripts are more accurate and come later. 1 to 29 seconds.")
    private long commitInterval = 20_000;

    @UriParam(
            label = "advanced",
            description = "With commitStrategy=vad: the silence that ends a transcript, in seconds. A lower value gives"
                    + " earlier transcripts, but may split sentences. 0.3 to 3.0; the service's default is 1.5.")
    private Double vadSilenceThresholdSecs;

    @UriParam(
            label = "advanced",
            description =
                    "With commitStrategy=vad: the certainty from which the service counts sound as speech. Lower it"
                            + " for faint voices, raise it for noisy places. 0.1 to 0.9; the service's default is 0.4.")
    private Double vadThreshold;

    @UriParam(
            label = "advanced",
            description =
                    "With commitStrategy=vad: the shortest sound that counts as speech, in milliseconds. 50 to 2000;"
                            + " the service's default is 100.")
    private Integer minSpeechDurationMs;

    @UriParam(
            label = "advanced",
            description =
                    "With commitStrategy=vad: the shortest gap that counts as silence, in milliseconds. 50 to 2000;"
                            + " the service's default is 100.")
    private Integer minSilenceDurationMs;

    @UriParam(
            enums = "auto,pcm_8000,pcm_16000,pcm_22050,pcm_24000,pcm_44100,pcm_48000,ulaw_8000",
            defaultValue = "auto",
            description = "The format of the audio. auto detects it from the content type, the file name and the first"
                    + " bytes; bytes of no known container count as pcm_16000. Set a raw format (signed 16-bit"
                    + " little-endian mono, or mu-law mono) for audio that has no header and another sample rate.")
    private String audioFormat = "auto";

    @UriParam(
            label = "advanced",
            description =
                    "The sound track to transcribe when a recording has several, such as a film in two languages: its"
                            + " number, from 1, or its language as the file names it, such as en or eng. A recording without"
                            + " this track fails, and the error lists the tracks it has. Default: the first track.")
    private String audioTrack;

    @UriParam(
            enums = "mix,split",
            defaultValue = "mix",
            description =
                    "How stereo and other multi-channel audio is transcribed. mix: all channels together. split: each"
                            + " channel separately, for example for a call with one speaker per channel. split opens one"
                            + " session per channel; transcripts carry the header CamelElevenlabsSttChannel and come in the"
                            + " order of the speech.")
    private String channels = "mix";

    @UriParam(
            label = "advanced",
            description =
                    "The ffmpeg program that decodes all formats but WAV, AIFF and AU, such as MP3 and the sound of"
                            + " videos. Default: the program in org.bytedeco:ffmpeg if it is on the class path, or else the one"
                            + " on PATH.")
    private String ffmpegPath;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "100",
            description =
                    "The duration of the audio in one message to the service. Shorter messages reduce the latency,"
                            + " longer ones the overhead. 50 to 1000 milliseconds.")
    private long chunkDuration = 100;

    @UriParam(
            defaultValue = "4",
            description =
                    "The maximum speed at which recorded audio is sent, as a multiple of real time. 1 is real time. 0"
                            + " is no limit; the service may then fail with queue_overflow. 0, or 1 to 100.")
    private double readRate = 4;

    @UriParam(
            label = "consumer",
            description =
                    "Whether partial transcripts are routed too: text that may still change, in exchanges with the"
                            + " header CamelElevenlabsSttMessageType=partial_transcript. A route that is too slow for all of"
                            + " them gets only the newest.")
    private boolean includePartials;

    @UriParam(
            label = "consumer",
            description =
                    "Whether the beginning and the end of a session are routed too, in exchanges without a body and"
                            + " with the header CamelElevenlabsSttMessageType=session_started or session_ended. session_ended"
                            + " carries the number of transcripts, the length of the audio that was transcribed, sent and sent"
                            + " again, the number of reconnects and, as the property CamelExceptionCaught, the failure of the"
                            + " session.")
    private boolean includeSessionEvents;

    @UriParam(
            enums = "text,json,srt,vtt,transcript",
            defaultValue = "text",
            description =
                    "The format of the body. text: the transcript as a String. json: an object with text, language,"
                            + " words and their times in seconds. srt and vtt: subtitles, a whole file on a producer's result,"
                            + " and on a consumer the cues of one transcript, which make the file when appended to each other;"
                            + " they request word times from the service. transcript: a Java record, a Transcript on a"
                            + " producer's result and a Segment on a consumer.")
    private String outputFormat = "text";

    @UriParam(
            label = "producer",
            defaultValue = "true",
            description =
                    "Whether the exchange of a recording completes with the transcript, after all consumers of the"
                            + " name have routed it. If false, it completes when its audio has been read; later failures go"
                            + " only to the exception handlers of the consumers.")
    private boolean waitForTranscript = true;

    @UriParam(
            label = "producer",
            description = "A Simple expression such as ${header.callId}. Messages with the same key are pieces of one"
                    + " stream. Without it, and without the header CamelElevenlabsSttSessionKey, each message is a"
                    + " recording of its own.")
    private String sessionKey;

    @UriParam(
            label = "producer",
            javaType = "java.time.Duration",
            defaultValue = "30000",
            description = "The time without audio after which a stream ends. 1 second to 1 day.")
    private long sessionIdleTimeout = 30_000;

    @UriParam(
            label = "producer",
            defaultValue = "accepted",
            enums = "accepted,routed",
            description =
                    "When a message of a stream session completes: when its audio is accepted, or when everything that was said"
                            + " in it has been routed by all consumers of the name (and kept, with a sessionRepository). With routed, the"
                            + " failure of a consumer's route fails the messages whose audio was not routed, and ends the session.")
    private String acknowledge = "accepted";

    @UriParam(
            label = "producer,advanced",
            javaType = "io.github.camelelevenlabs.stt.repository.SessionRepository",
            description =
                    "A bean (#bean:name) that keeps what a session has said until it is over, so that another process can go on"
                            + " with a recording (see recordingKey) or a stream (see sessionKey) after a crash: FileSessionRepository,"
                            + " JdbcSessionRepository or your own SessionRepository.")
    private SessionRepository sessionRepository;

    @UriParam(
            label = "advanced",
            javaType = "io.github.camelelevenlabs.stt.repository.SessionPermits",
            description =
                    "A bean (#bean:name) that decides who may open a session where several instances share one account:"
                            + " LockedSessionPermits or your own SessionPermits. Sessions wait for a permit as they wait for"
                            + " maxConcurrentSessions, which still limits this instance.")
    private SessionPermits sessionPermits;

    @UriParam(
            label = "producer,advanced",
            description = "A Simple expression that names a recording across runs, such as"
                    + " ${file:name}-${file:size}-${file:modified}. With a sessionRepository, a recording with the name of one that"
                    + " was not finished goes on where that one stopped.")
    private String recordingKey;

    @UriParam(
            defaultValue = "0",
            description = "The maximum number of open sessions of this component; further sessions wait. Set it to the"
                    + " limit of the account's plan, with the same value on all endpoints: a session with a lower limit"
                    + " waits as long as more sessions are open. 0 is no limit.")
    private int maxConcurrentSessions;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "10000",
            description = "The maximum wait until the service has started a session. 100 milliseconds to 5 minutes.")
    private long connectTimeout = 10_000;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "30000",
            description =
                    "The maximum wait for the last transcript after the end of the audio, and for the answer to each"
                            + " commit. 1 second to 1 hour.")
    private long transcriptTimeout = 30_000;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "10000",
            description =
                    "After this time without audio an empty message keeps the connection open; the service closes a"
                            + " connection after 15 seconds. The message costs nothing. 500 milliseconds to 14 seconds.")
    private long keepAliveInterval = 10_000;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "60000",
            description = "How much audio of a live stream is kept while the service cannot be reached. A longer outage"
                    + " loses the oldest audio. Files, messages and other sources that can wait lose nothing. 30"
                    + " seconds to 10 minutes.")
    private long replayLimit = 60_000;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "0",
            description = "The age at which a connection is replaced by a new one, in a pause of the speech and without"
                    + " losing audio. With 0 only the service ends connections. 0, or 10 seconds to 1 day.")
    private long maxSessionDuration;

    @UriParam(
            javaType = "java.time.Duration",
            defaultValue = "0",
            description =
                    "The most audio that a session sends, including what is sent again after a lost connection, and all channels"
                            + " together: a limit of what one recording or stream can cost. A session with more audio"
                            + " fails with audio_limit_exceeded, after its last transcripts; a live stream ends. 0 is no"
                            + " limit; otherwise 1 second to 365 days.")
    private long maxAudioDuration;

    @UriParam(
            defaultValue = "10",
            description =
                    "How many times in a row a failed connection is retried before the session fails. A connection"
                            + " that works resets the count. -1 is without limit, 0 is never.")
    private int maxReconnectAttempts = 10;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "1000",
            description =
                    "The delay before the first of these attempts. It doubles with each attempt, less a random part."
                            + " 1 millisecond to 1 hour.")
    private long reconnectDelay = 1_000;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "30000",
            description = "The maximum delay between two attempts. reconnectDelay to 1 hour.")
    private long maxReconnectDelay = 30_000;

    @UriParam(
            label = "consumer",
            description = "An http or https URL whose audio is transcribed while the route runs: a live stream, a"
                    + " recording, or an HLS playlist of either. Every consumer of the name gets the transcripts. A"
                    + " stream that fails is opened again after reconnectDelay, which doubles up to maxReconnectDelay,"
                    + " without limit of attempts.")
    private String audioUrl;

    @UriParam(
            label = "consumer",
            description = "Whether audioUrl is opened again also when it ends, not only when it fails. Times continue"
                    + " across the restart.")
    private boolean restartOnEnd;

    @UriParam(
            label = "security",
            description =
                    "Whether URLs in messages may lead to loopback, private, link-local and other addresses that are"
                            + " not public, and whether audioUrl may redirect to them or name them in a playlist. If true,"
                            + " anyone who writes the messages can reach the network of this machine.")
    private boolean allowPrivateUrls;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "10000",
            description =
                    "The maximum wait for the connection to the server of an audio URL, for its answer, and for each"
                            + " next byte. 100 milliseconds to 5 minutes.")
    private long urlTimeout = 10_000;

    @UriParam(
            label = "security",
            description = "Certificates and protocols for the TLS connection. Default: those of the JDK.")
    private SSLContextParameters sslContextParameters;

    @UriParam(label = "proxy", description = "The host of an HTTP proxy for connections to the service.")
    private String proxyHost;

    @UriParam(label = "proxy", description = "The port of the HTTP proxy. 1 to 65535.")
    private Integer proxyPort;

    @UriParam(
            label = "proxy,security",
            secret = true,
            description = "The user name for the HTTP proxy, if it requires one.")
    private String proxyAuthUsername;

    @UriParam(label = "proxy,security", secret = true, description = "The password for the HTTP proxy.")
    private String proxyAuthPassword;

    /** An independent copy. */
    public ElevenLabsSttConfiguration copy() {
        try {
            ElevenLabsSttConfiguration copy = (ElevenLabsSttConfiguration) clone();
            copy.additionalParameters = new LinkedHashMap<>(additionalParameters);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    /**
     * Checks each option, and the combinations of options.
     *
     * @throws IllegalArgumentException with the name of an option, its value and the allowed values
     */
    void validate() {
        OptionChecks.credential("apiKey", apiKey);
        OptionChecks.credential("token", token);
        OptionChecks.baseUrl("baseUrl", baseUrl);
        OptionChecks.notBlank("modelId", modelId);
        OptionChecks.languageCode("languageCode", languageCode);
        CommaSeparated.values(secondaryLanguages)
                .forEach(language -> OptionChecks.languageCode("secondaryLanguages", language));
        OptionChecks.keyterms("keyterms", CommaSeparated.values(keyterms));
        OptionChecks.instruction("transcriptEdit", transcriptEdit, 2_000);
        ParameterNames.checkAdditional(additionalParameters);
        if (commitStrategy != null) {
            OptionChecks.oneOf("commitStrategy", commitStrategy, "vad", "manual", "turn_prediction");
        }
        OptionChecks.range("commitInterval", commitInterval, 1_000, 29_000);
        OptionChecks.range("vadSilenceThresholdSecs", vadSilenceThresholdSecs, 0.3, 3.0);
        OptionChecks.range("vadThreshold", vadThreshold, 0.1, 0.9);
        OptionChecks.range("minSpeechDurationMs", minSpeechDurationMs, 50, 2_000);
        OptionChecks.range("minSilenceDurationMs", minSilenceDurationMs, 50, 2_000);
        OptionChecks.audioFormat("audioFormat", audioFormat);
        AudioTrack.named("audioTrack", audioTrack);
        OptionChecks.oneOf("channels", channels, "mix", "split");
        OptionChecks.range("chunkDuration", chunkDuration, 50, 1_000);
        OptionChecks.zeroOrRange("readRate", readRate, 1, 100);
        OptionChecks.oneOf("outputFormat", outputFormat, OutputFormat.names());
        OptionChecks.range("sessionIdleTimeout", sessionIdleTimeout, 1_000, 86_400_000);
        OptionChecks.oneOf("acknowledge", acknowledge, "accepted", "routed");
        OptionChecks.needs("recordingKey", recordingKey, "sessionRepository", sessionRepository);
        OptionChecks.range("maxConcurrentSessions", maxConcurrentSessions, 0, Integer.MAX_VALUE);
        OptionChecks.range("connectTimeout", connectTimeout, 100, 300_000);
        OptionChecks.range("transcriptTimeout", transcriptTimeout, 1_000, 3_600_000);
        OptionChecks.range("keepAliveInterval", keepAliveInterval, 500, 14_000);
        OptionChecks.range("replayLimit", replayLimit, 30_000, 600_000);
        if (maxSessionDuration != 0) {
            OptionChecks.range("maxSessionDuration", maxSessionDuration, 10_000, 86_400_000);
        }
        OptionChecks.zeroOrRange("maxAudioDuration", maxAudioDuration, 1_000, 31_536_000_000L);
        OptionChecks.range("maxReconnectAttempts", maxReconnectAttempts, -1, Integer.MAX_VALUE);
        OptionChecks.range("reconnectDelay", reconnectDelay, 1, 3_600_000);
        OptionChecks.range("maxReconnectDelay", maxReconnectDelay, reconnectDelay, 3_600_000);
        checkCombinations();
        OptionChecks.audioUrl("audioUrl", audioUrl);
        OptionChecks.needs("restartOnEnd", restartOnEnd ? true : null, "audioUrl", audioUrl);
        OptionChecks.range("urlTimeout", urlTimeout, 100, 300_000);
        OptionChecks.host("proxyHost", proxyHost);
        OptionChecks.range("proxyPort", proxyPort, 1, 65_535);
        OptionChecks.together("proxyHost", proxyHost, "proxyPort", proxyPort);
        OptionChecks.together("proxyAuthUsername", proxyAuthUsername, "proxyAuthPassword", proxyAuthPassword);
        OptionChecks.needs("proxyAuthUsername", proxyAuthUsername, "proxyHost", proxyHost);
    }

    /** Checks the combinations that the service refuses. */
    private void checkCombinations() {
        OptionChecks.notTogether(
                "transcriptEdit",
                transcriptEdit,
                "entityDetection",
                entityDetection,
                "the service does one or the other");
        if ("turn_prediction".equals(commitStrategy) && ServiceParameters.isKnownModel(modelId)) {
            throw new IllegalArgumentException("commitStrategy=turn_prediction is not allowed with modelId=" + modelId
                    + ", which predicts no turns; set modelId to a model that does, such as scribe_v3_live, or"
                    + " remove commitStrategy");
        }
        if (filterBackgroundAudio) {
            String why = "the service gives no word times then";
            OptionChecks.notTogether(
                    "filterBackgroundAudio", true, "includeTimestamps", includeTimestamps ? true : null, why);
            OptionChecks.notTogether(
                    "filterBackgroundAudio", true, "channels", channels.equals("split") ? channels : null, why);
            boolean timed = OutputFormat.named("outputFormat", outputFormat).needsWordTimes();
            OptionChecks.notTogether("filterBackgroundAudio", true, "outputFormat", timed ? outputFormat : null, why);
        }
    }

    public String getApiKey() {
        return apiKey;
    }

    public void setApiKey(String apiKey) {
        this.apiKey = apiKey;
    }

    public Object getToken() {
        return token;
    }

    /** @param token a {@link String}, or a {@link Supplier} of strings that is called for each connection, on a thread that may block */
    public void setToken(Object token) {
        if (token != null && !(token instanceof String) && !(token instanceof Supplier)) {
            throw new IllegalArgumentException("token is a " + token.getClass().getName()
                    + "; a String or a bean that is a java.util.function.Supplier of Strings is needed");
        }
        this.token = token;
    }

    public String getBaseUrl() {
        return baseUrl;
    }

    public void setBaseUrl(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    public String getModelId() {
        return modelId;
    }

    public void setModelId(String modelId) {
        this.modelId = modelId;
    }

    public String getLanguageCode() {
        return languageCode;
    }

    public void setLanguageCode(String languageCode) {
        this.languageCode = languageCode;
    }

    public String getSecondaryLanguages() {
        return secondaryLanguages;
    }

    public void setSecondaryLanguages(String secondaryLanguages) {
        this.secondaryLanguages = secondaryLanguages;
    }

    public boolean isIncludeLanguageDetection() {
        return includeLanguageDetection;
    }

    public void setIncludeLanguageDetection(boolean includeLanguageDetection) {
        this.includeLanguageDetection = includeLanguageDetection;
    }

    public boolean isIncludeTimestamps() {
        return includeTimestamps;
    }

    public void setIncludeTimestamps(boolean includeTimestamps) {
        this.includeTimestamps = includeTimestamps;
    }

    public String getKeyterms() {
        return keyterms;
    }

    public void setKeyterms(String keyterms) {
        this.keyterms = keyterms;
    }

    public boolean isNoVerbatim() {
        return noVerbatim;
    }

    public void setNoVerbatim(boolean noVerbatim) {
        this.noVerbatim = noVerbatim;
    }

    public String getEntityDetection() {
        return entityDetection;
    }

    public void setEntityDetection(String entityDetection) {
        this.entityDetection = entityDetection;
    }

    public String getTranscriptEdit() {
        return transcriptEdit;
    }

    public void setTranscriptEdit(String transcriptEdit) {
        this.transcriptEdit = transcriptEdit;
    }

    public boolean isFilterBackgroundAudio() {
        return filterBackgroundAudio;
    }

    public void setFilterBackgroundAudio(boolean filterBackgroundAudio) {
        this.filterBackgroundAudio = filterBackgroundAudio;
    }

    public boolean isEnableLogging() {
        return enableLogging;
    }

    public void setEnableLogging(boolean enableLogging) {
        this.enableLogging = enableLogging;
    }

    public Map<String, Object> getAdditionalParameters() {
        return additionalParameters;
    }

    public void setAdditionalParameters(Map<String, Object> additionalParameters) {
        this.additionalParameters = new LinkedHashMap<>(additionalParameters);
    }

    public String getPreviousText() {
        return previousText;
    }

    public void setPreviousText(String previousText) {
        this.previousText = previousText;
    }

    public String getCommitStrategy() {
        return commitStrategy;
    }

    public void setCommitStrategy(String commitStrategy) {
        this.commitStrategy = commitStrategy;
    }

    public long getCommitInterval() {
        return commitInterval;
    }

    public void setCommitInterval(long commitInterval) {
        this.commitInterval = commitInterval;
    }

    public Double getVadSilenceThresholdSecs() {
        return vadSilenceThresholdSecs;
    }

    public void setVadSilenceThresholdSecs(Double vadSilenceThresholdSecs) {
        this.vadSilenceThresholdSecs = vadSilenceThresholdSecs;
    }

    public Double getVadThreshold() {
        return vadThreshold;
    }

    public void setVadThreshold(Double vadThreshold) {
        this.vadThreshold = vadThreshold;
    }

    public Integer getMinSpeechDurationMs() {
        return minSpeechDurationMs;
    }

    public void setMinSpeechDurationMs(Integer minSpeechDurationMs) {
        this.minSpeechDurationMs = minSpeechDurationMs;
    }

    public Integer getMinSilenceDurationMs() {
        return minSilenceDurationMs;
    }

    public void setMinSilenceDurationMs(Integer minSilenceDurationMs) {
        this.minSilenceDurationMs = minSilenceDurationMs;
    }

    public String getAudioFormat() {
        return audioFormat;
    }

    public void setAudioFormat(String audioFormat) {
        this.audioFormat = audioFormat;
    }

    public String getAudioTrack() {
        return audioTrack;
    }

    public void setAudioTrack(String audioTrack) {
        this.audioTrack = audioTrack;
    }

    public String getChannels() {
        return channels;
    }

    public void setChannels(String channels) {
        this.channels = channels;
    }

    public String getFfmpegPath() {
        return ffmpegPath;
    }

    public void setFfmpegPath(String ffmpegPath) {
        this.ffmpegPath = ffmpegPath;
    }

    public long getChunkDuration() {
        return chunkDuration;
    }

    public void setChunkDuration(long chunkDuration) {
        this.chunkDuration = chunkDuration;
    }

    public double getReadRate() {
        return readRate;
    }

    public void setReadRate(double readRate) {
        this.readRate = readRate;
    }

    public boolean isIncludePartials() {
        return includePartials;
    }

    public void setIncludePartials(boolean includePartials) {
        this.includePartials = includePartials;
    }

    public boolean isIncludeSessionEvents() {
        return includeSessionEvents;
    }

    public void setIncludeSessionEvents(boolean includeSessionEvents) {
        this.includeSessionEvents = includeSessionEvents;
    }

    public String getOutputFormat() {
        return outputFormat;
    }

    public void setOutputFormat(String outputFormat) {
        this.outputFormat = outputFormat;
    }

    public boolean isWaitForTranscript() {
        return waitForTranscript;
    }

    public void setWaitForTranscript(boolean waitForTranscript) {
        this.waitForTranscript = waitForTranscript;
    }

    public String getSessionKey() {
        return sessionKey;
    }

    public void setSessionKey(String sessionKey) {
        this.sessionKey = sessionKey;
    }

    public String getAcknowledge() {
        return acknowledge;
    }

    public void setAcknowledge(String acknowledge) {
        this.acknowledge = acknowledge;
    }

    public SessionRepository getSessionRepository() {
        return sessionRepository;
    }

    public void setSessionRepository(SessionRepository sessionRepository) {
        this.sessionRepository = sessionRepository;
    }

    public SessionPermits getSessionPermits() {
        return sessionPermits;
    }

    public void setSessionPermits(SessionPermits sessionPermits) {
        this.sessionPermits = sessionPermits;
    }

    public String getRecordingKey() {
        return recordingKey;
    }

    public void setRecordingKey(String recordingKey) {
        this.recordingKey = recordingKey;
    }

    public long getSessionIdleTimeout() {
        return sessionIdleTimeout;
    }

    public void setSessionIdleTimeout(long sessionIdleTimeout) {
        this.sessionIdleTimeout = sessionIdleTimeout;
    }

    public int getMaxConcurrentSessions() {
        return maxConcurrentSessions;
    }

    public void setMaxConcurrentSessions(int maxConcurrentSessions) {
        this.maxConcurrentSessions = maxConcurrentSessions;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public long getTranscriptTimeout() {
        return transcriptTimeout;
    }

    public void setTranscriptTimeout(long transcriptTimeout) {
        this.transcriptTimeout = transcriptTimeout;
    }

    public long getKeepAliveInterval() {
        return keepAliveInterval;
    }

    public void setKeepAliveInterval(long keepAliveInterval) {
        this.keepAliveInterval = keepAliveInterval;
    }

    public long getReplayLimit() {
        return replayLimit;
    }

    public void setReplayLimit(long replayLimit) {
        this.replayLimit = replayLimit;
    }

    public long getMaxSessionDuration() {
        return maxSessionDuration;
    }

    public void setMaxSessionDuration(long maxSessionDuration) {
        this.maxSessionDuration = maxSessionDuration;
    }

    public long getMaxAudioDuration() {
        return maxAudioDuration;
    }

    public void setMaxAudioDuration(long maxAudioDuration) {
        this.maxAudioDuration = maxAudioDuration;
    }

    public int getMaxReconnectAttempts() {
        return maxReconnectAttempts;
    }

    public void setMaxReconnectAttempts(int maxReconnectAttempts) {
        this.maxReconnectAttempts = maxReconnectAttempts;
    }

    public long getReconnectDelay() {
        return reconnectDelay;
    }

    public void setReconnectDelay(long reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    public long getMaxReconnectDelay() {
        return maxReconnectDelay;
    }

    public void setMaxReconnectDelay(long maxReconnectDelay) {
        this.maxReconnectDelay = maxReconnectDelay;
    }

    public String getAudioUrl() {
        return audioUrl;
    }

    public void setAudioUrl(String audioUrl) {
        this.audioUrl = audioUrl;
    }

    public boolean isRestartOnEnd() {
        return restartOnEnd;
    }

    public void setRestartOnEnd(boolean restartOnEnd) {
        this.restartOnEnd = restartOnEnd;
    }

    public boolean isAllowPrivateUrls() {
        return allowPrivateUrls;
    }

    public void setAllowPrivateUrls(boolean allowPrivateUrls) {
        this.allowPrivateUrls = allowPrivateUrls;
    }

    public long getUrlTimeout() {
        return urlTimeout;
    }

    public void setUrlTimeout(long urlTimeout) {
        this.urlTimeout = urlTimeout;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public String getProxyHost() {
        return proxyHost;
    }

    public void setProxyHost(String proxyHost) {
        this.proxyHost = proxyHost;
    }

    public Integer getProxyPort() {
        return proxyPort;
    }

    public void setProxyPort(Integer proxyPort) {
        this.proxyPort = proxyPort;
    }

    public String getProxyAuthUsername() {
        return proxyAuthUsername;
    }

    public void setProxyAuthUsername(String proxyAuthUsername) {
        this.proxyAuthUsername = proxyAuthUsername;
    }

    public String getProxyAuthPassword() {
        return proxyAuthPassword;
    }

    public void setProxyAuthPassword(String proxyAuthPassword) {
        this.proxyAuthPassword = proxyAuthPassword;
    }
}
