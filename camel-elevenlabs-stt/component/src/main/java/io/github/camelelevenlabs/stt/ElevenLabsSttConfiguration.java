package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.audio.ffmpeg.AudioTrack;
import io.github.camelelevenlabs.stt.delivery.OutputFormat;
import io.github.camelelevenlabs.stt.options.CommaSeparated;
import io.github.camelelevenlabs.stt.options.OptionChecks;
import io.github.camelelevenlabs.stt.options.ParameterNames;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;

/** Every option of {@code elevenlabs-stt:}, with its default. Mutable, as Camel binds it; the sessions never see it. */
// What Camel 4.22 has in place of secret does not exist in 4.18.
@SuppressWarnings("deprecation")
@UriParams
public class ElevenLabsSttConfiguration implements Cloneable {

    @UriParam(
            label = "security",
            secret = true,
            description = "The API key of the account. Without it, and without token, the environment variable"
                    + " ELEVENLABS_API_KEY is used.")
    private String apiKey;

    @UriParam(
            label = "security",
            javaType = "java.lang.Object",
            secret = true,
            description =
                    "A single-use token in place of apiKey, so that the key stays on another machine. A token opens one"
                            + " connection only; name a bean of type Supplier (#bean:name) to be asked for a new one each time.")
    private Object token;

    @UriParam(
            defaultValue = "wss://api.elevenlabs.io",
            description =
                    "Where the service is: wss, https, ws or http, a host, and the path prefix of a gateway if there is"
                            + " one. Set it for data residency (such as wss://api.eu.residency.elevenlabs.io) or a proxy of your own.")
    private String baseUrl = "wss://api.elevenlabs.io";

    @UriParam(
            defaultValue = "scribe_v2_realtime",
            description = "The model that transcribes. Names that came after this version are passed on as they are.")
    private String modelId = "scribe_v2_realtime";

    @UriParam(
            description =
                    "The language spoken, as ISO 639-1 or 639-3 code such as en or deu. Setting it avoids wrong guesses;"
                            + " without it the service detects the language.")
    private String languageCode;

    @UriParam(
            description =
                    "Other languages that may be spoken besides languageCode, as comma-separated ISO 639-1 or 639-3"
                            + " codes such as de,fr.")
    private String secondaryLanguages;

    @UriParam(
            description =
                    "Whether transcripts carry the language that the service heard, when languageCode is not set.")
    private boolean includeLanguageDetection;

    @UriParam(
            description = "Whether transcripts carry their words with times and confidence. On a consumer it makes the"
                    + " producers of the same name ask for them.")
    private boolean includeTimestamps;

    @UriParam(
            description =
                    "Words that the service would not expect, such as names and products, comma-separated: it prefers"
                            + " them to what sounds alike. At most 50 of at most 20 characters each. The service charges extra for"
                            + " them. One with a comma can be given by the header CamelElevenlabsSttKeyterms, as a collection.")
    private String keyterms;

    @UriParam(
            description =
                    "Whether fillers such as um, repetitions and false starts are left out of transcripts. It can swallow a"
                            + " very short first word.")
    private boolean noVerbatim;

    @UriParam(
            description = "What the service is to find in transcripts: all, groups such as pii, phi, pci and"
                    + " offensive_language, or single types, comma-separated; values that came after this version are passed"
                    + " on as they are. Transcripts carry what was found in the header CamelElevenlabsSttEntities, and wait"
                    + " for it for at most a third of transcriptTimeout. The service charges extra for it.")
    private String entityDetection;

    @UriParam(
            description = "An instruction for editing each transcript, such as: write numbers as digits. At most 2000"
                    + " characters; not together with entityDetection. Transcripts stay as they are, carry the edited text in"
                    + " the header CamelElevenlabsSttEditedText, and wait for it for at most a third of transcriptTimeout. The"
                    + " service charges extra for it.")
    private String transcriptEdit;

    @UriParam(
            description =
                    "Whether the service leaves out what it hears in the background; lower vadThreshold with it. The"
                            + " service then gives no word times: not together with includeTimestamps, with channels=split or with"
                            + " subtitles. With commitStrategy=vad, words at the edge of the last transcript may come twice or be"
                            + " missing after a lost connection.")
    private boolean filterBackgroundAudio;

    @UriParam(
            defaultValue = "true",
            description =
                    "Whether the service may keep audio and transcripts, in its logs and the account's history. false"
                            + " asks for zero retention, which only enterprise plans have; on other plans the service warns or"
                            + " refuses the session.")
    private boolean enableLogging = true;

    @UriParam(
            label = "advanced",
            prefix = "param.",
            multiValue = true,
            description =
                    "Parameters of the service that came after this version, by the service's own names, such as"
                            + " param.keepalive_interval_ms=2000. They are passed on as they are, commas included; a collection, or a"
                            + " name that is given twice, repeats the parameter. What has an option of its own is refused here.")
    private Map<String, Object> additionalParameters = new LinkedHashMap<>();

    @UriParam(description = "What was said before, as context for the first words. The last 50 characters count.")
    private String previousText;

    @UriParam(
            enums = "vad,manual",
            defaultValue = "vad",
            description =
                    "Who decides where a transcript ends: vad lets the service end it when it hears silence, manual ends"
                            + " it by commitInterval and by the header CamelElevenlabsSttCommit. manual gives fewer, longer transcripts.")
    private String commitStrategy = "vad";

    @UriParam(
            javaType = "java.time.Duration",
            defaultValue = "20000",
            description =
                    "With commitStrategy=manual: how much audio before a transcript is ended in the next pause of the"
                            + " speech. Longer ones are more accurate and come later. 1 to 29 seconds.")
    private long commitInterval = 20_000;

    @UriParam(
            label = "advanced",
            description = "With commitStrategy=vad: seconds of silence that end a transcript. Lower is quicker and cuts"
                    + " sentences apart. 0.3 to 3.0; the service's default is 1.5.")
    private Double vadSilenceThresholdSecs;

    @UriParam(
            label = "advanced",
            description =
                    "With commitStrategy=vad: how sure the service must be that it hears speech. Lower it for faint"
                            + " voices, raise it for noisy places. 0.1 to 0.9; the service's default is 0.4.")
    private Double vadThreshold;

    @UriParam(
            label = "advanced",
            description =
                    "With commitStrategy=vad: the shortest sound that counts as speech, in milliseconds. 50 to 2000; the"
                            + " service's default is 100.")
    private Integer minSpeechDurationMs;

    @UriParam(
            label = "advanced",
            description =
                    "With commitStrategy=vad: the shortest gap that counts as silence, in milliseconds. 50 to 2000; the"
                            + " service's default is 100.")
    private Integer minSilenceDurationMs;

    @UriParam(
            enums = "auto,pcm_8000,pcm_16000,pcm_22050,pcm_24000,pcm_44100,pcm_48000,ulaw_8000",
            defaultValue = "auto",
            description =
                    "What the audio is. auto finds it out from the content type, the file name and the first bytes, and"
                            + " takes bytes that are no known container for pcm_16000. Name a raw format (signed 16-bit little-endian"
                            + " mono, or mu-law mono) when the audio has no header and is of another rate.")
    private String audioFormat = "auto";

    @UriParam(
            label = "advanced",
            description =
                    "Which sound track is heard where a recording has several, such as a film in two languages: its number,"
                            + " counted from 1, or its language as the file says it, such as en or eng. A recording without it fails,"
                            + " and the error lists those that it has. Unset: the first.")
    private String audioTrack;

    @UriParam(
            enums = "mix,split",
            defaultValue = "mix",
            description =
                    "What becomes of the channels of stereo and the like. mix hears them as one; split transcribes each by"
                            + " itself, as is right for a call with a speaker on each: a session per channel, whose transcripts"
                            + " carry CamelElevenlabsSttChannel and come in the order in which they were spoken.")
    private String channels = "mix";

    @UriParam(
            label = "advanced",
            description =
                    "The ffmpeg that decodes what is neither WAV, AIFF nor AU, such as MP3 and the sound of videos. Without"
                            + " it, the one in org.bytedeco:ffmpeg if that is on the class path, or else the one on PATH is used.")
    private String ffmpegPath;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "100",
            description =
                    "How much audio goes in one message to the service. Smaller is a little quicker, larger costs less."
                            + " 50 to 1000 milliseconds.")
    private long chunkDuration = 100;

    @UriParam(
            defaultValue = "4",
            description =
                    "How many times faster than real time recorded audio is sent at most. 1 is real time, 0 is no limit,"
                            + " which the service may answer with queue_overflow. 0, or 1 to 100.")
    private double readRate = 4;

    @UriParam(
            label = "consumer",
            description =
                    "Whether the text that is still growing is routed too, as exchanges with the header"
                            + " CamelElevenlabsSttMessageType=partial_transcript. A route that is slower than they come gets the newest.")
    private boolean includePartials;

    @UriParam(
            label = "consumer",
            description =
                    "Whether the beginning and the end of a session are routed too, as exchanges without a body and with"
                            + " the header CamelElevenlabsSttMessageType=session_started or session_ended. The end carries how"
                            + " many transcripts there were, how much audio was transcribed, sent and sent again, how many"
                            + " reconnects it took and, as the property CamelExceptionCaught, why the session failed.")
    private boolean includeSessionEvents;

    @UriParam(
            enums = "text,json,srt,vtt,transcript",
            defaultValue = "text",
            description =
                    "What the body becomes. text is the transcript as a String. json is an object with text, language, words"
                            + " and their times in seconds. srt and vtt are subtitles, and ask the service for the words' times"
                            + " by themselves: a whole file on a producer's result, the cues of one transcript on a consumer,"
                            + " which appended to each other are the file. transcript is a Java record: a Transcript on a"
                            + " producer's result, a Segment on a consumer.")
    private String outputFormat = "text";

    @UriParam(
            label = "producer",
            defaultValue = "true",
            description =
                    "Whether a recording's exchange completes with the transcript, after all consumers of the name have"
                            + " routed it. Without it completes when its audio has been read, and later failures only reach the"
                            + " consumers' exception handlers.")
    private boolean waitForTranscript = true;

    @UriParam(
            label = "producer",
            description =
                    "A Simple expression such as ${header.callId}: messages for which it gives the same key are pieces of"
                            + " one stream. Without it, and without the header CamelElevenlabsSttSessionKey, each message is a"
                            + " recording of its own.")
    private String sessionKey;

    @UriParam(
            label = "producer",
            javaType = "java.time.Duration",
            defaultValue = "30000",
            description = "After how long without audio a stream is taken to have ended. 1 second to 1 day.")
    private long sessionIdleTimeout = 30_000;

    @UriParam(
            defaultValue = "0",
            description =
                    "How many sessions of this component may be open at once; more of them wait for their turn. Set it to"
                            + " what the account's plan allows, the same for all endpoints: a session with a smaller"
                            + " limit waits for as long as others keep more open. 0 is no limit.")
    private int maxConcurrentSessions;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "10000",
            description =
                    "How long to wait until the service says that a session has started. 100 milliseconds to 5 minutes.")
    private long connectTimeout = 10_000;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "30000",
            description =
                    "How long to wait for the last transcript after the end of the audio, and for the answer to any"
                            + " commit. 1 second to 1 hour.")
    private long transcriptTimeout = 30_000;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "10000",
            description =
                    "After how long without audio an empty message keeps the connection open; the service closes it after"
                            + " 15 seconds. It costs nothing. 500 milliseconds to 14 seconds.")
    private long keepAliveInterval = 10_000;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "60000",
            description =
                    "How much audio of a live stream is kept while the service cannot be reached; when an outage takes"
                            + " longer, the oldest is given up. Files, messages and other sources that can wait lose nothing."
                            + " 30 seconds to 10 minutes.")
    private long replayLimit = 60_000;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "0",
            description =
                    "At what age a connection is replaced by a new one, in a pause and without a gap. 0 leaves it to the"
                            + " service to end one. 0, or 10 seconds to 1 day.")
    private long maxSessionDuration;

    @UriParam(
            defaultValue = "10",
            description =
                    "How many times in a row a failed connection is tried again before the session fails. A connection"
                            + " that worked starts the count anew. -1 is for ever, 0 is never.")
    private int maxReconnectAttempts = 10;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "1000",
            description = "The wait before the first of these attempts; it doubles with each one, less a random part."
                    + " 1 millisecond to 1 hour.")
    private long reconnectDelay = 1_000;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "30000",
            description = "The longest wait between two attempts. Not less than reconnectDelay, at most 1 hour.")
    private long maxReconnectDelay = 30_000;

    @UriParam(
            label = "consumer",
            description =
                    "An http or https URL whose audio is transcribed for as long as the route runs: a live stream, a"
                            + " recording, or an HLS playlist of either. The transcripts come out of every consumer of the name. A stream that breaks is opened"
                            + " again after reconnectDelay, doubling up to maxReconnectDelay, for ever.")
    private String audioUrl;

    @UriParam(
            label = "consumer",
            description =
                    "Whether audioUrl is opened again when it ends, not only when it breaks. Times go on counting.")
    private boolean restartOnEnd;

    @UriParam(
            label = "security",
            description =
                    "Whether URLs that arrive in messages may lead to loopback, private, link-local and other addresses that"
                            + " are not public, and audioUrl may redirect to them or name them in a playlist. With it, whoever writes the messages reaches"
                            + " into the network of this machine.")
    private boolean allowPrivateUrls;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "10000",
            description =
                    "How long to wait until the server of an audio URL is connected, until it answers, and then for each"
                            + " next byte. 100 milliseconds to 5 minutes.")
    private long urlTimeout = 10_000;

    @UriParam(
            label = "security",
            description = "Certificates and protocols for the TLS connection. Without it, those of the JDK.")
    private SSLContextParameters sslContextParameters;

    @UriParam(label = "proxy", description = "The host of an HTTP proxy through which the service is reached.")
    private String proxyHost;

    @UriParam(label = "proxy", description = "The port of the HTTP proxy. 1 to 65535.")
    private Integer proxyPort;

    @UriParam(
            label = "proxy,security",
            secret = true,
            description = "The user name for the HTTP proxy, if it asks for one.")
    private String proxyAuthUsername;

    @UriParam(label = "proxy,security", secret = true, description = "The password for the HTTP proxy.")
    private String proxyAuthPassword;

    /** A copy of its own, which an endpoint may change. */
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
     * Checks every option on its own and with the others.
     *
     * @throws IllegalArgumentException names the option, the value found and the values allowed
     */
    void validate() {
        OptionChecks.baseUrl("baseUrl", baseUrl);
        OptionChecks.notBlank("modelId", modelId);
        OptionChecks.languageCode("languageCode", languageCode);
        CommaSeparated.values(secondaryLanguages)
                .forEach(language -> OptionChecks.languageCode("secondaryLanguages", language));
        OptionChecks.keyterms("keyterms", CommaSeparated.values(keyterms));
        OptionChecks.instruction("transcriptEdit", transcriptEdit, 2_000);
        ParameterNames.checkAdditional(additionalParameters);
        OptionChecks.oneOf("commitStrategy", commitStrategy, "vad", "manual");
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
        OptionChecks.range("maxConcurrentSessions", maxConcurrentSessions, 0, Integer.MAX_VALUE);
        OptionChecks.range("connectTimeout", connectTimeout, 100, 300_000);
        OptionChecks.range("transcriptTimeout", transcriptTimeout, 1_000, 3_600_000);
        OptionChecks.range("keepAliveInterval", keepAliveInterval, 500, 14_000);
        OptionChecks.range("replayLimit", replayLimit, 30_000, 600_000);
        if (maxSessionDuration != 0) {
            OptionChecks.range("maxSessionDuration", maxSessionDuration, 10_000, 86_400_000);
        }
        OptionChecks.range("maxReconnectAttempts", maxReconnectAttempts, -1, Integer.MAX_VALUE);
        OptionChecks.range("reconnectDelay", reconnectDelay, 1, 3_600_000);
        OptionChecks.range("maxReconnectDelay", maxReconnectDelay, reconnectDelay, 3_600_000);
        checkCombinations();
        OptionChecks.audioUrl("audioUrl", audioUrl);
        OptionChecks.needs("restartOnEnd", restartOnEnd ? true : null, "audioUrl", audioUrl);
        OptionChecks.range("urlTimeout", urlTimeout, 100, 300_000);
        OptionChecks.range("proxyPort", proxyPort, 1, 65_535);
        OptionChecks.together("proxyHost", proxyHost, "proxyPort", proxyPort);
        OptionChecks.together("proxyAuthUsername", proxyAuthUsername, "proxyAuthPassword", proxyAuthPassword);
        OptionChecks.needs("proxyAuthUsername", proxyAuthUsername, "proxyHost", proxyHost);
    }

    /** Checks what the service refuses to do together. */
    private void checkCombinations() {
        OptionChecks.notTogether(
                "transcriptEdit",
                transcriptEdit,
                "entityDetection",
                entityDetection,
                "the service does one or the other");
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

    /** @param token a {@link String}, or a {@link Supplier} of one that is asked for every connection and may block */
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
