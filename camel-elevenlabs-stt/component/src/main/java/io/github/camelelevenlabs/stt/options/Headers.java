package io.github.camelelevenlabs.stt.options;

/** The names of the headers, for rooms that do not know {@code ElevenLabsSttConstants}, which describes each header. */
public final class Headers {

    public static final String SESSION_KEY = "CamelElevenlabsSttSessionKey";
    public static final String AUDIO_FORMAT = "CamelElevenlabsSttAudioFormat";
    public static final String AUDIO_TRACK = "CamelElevenlabsSttAudioTrack";
    public static final String LANGUAGE_CODE = "CamelElevenlabsSttLanguageCode";
    public static final String KEYTERMS = "CamelElevenlabsSttKeyterms";
    public static final String PREVIOUS_TEXT = "CamelElevenlabsSttPreviousText";
    public static final String OUTPUT_FORMAT = "CamelElevenlabsSttOutputFormat";
    public static final String COMMIT = "CamelElevenlabsSttCommit";
    public static final String END_OF_AUDIO = "CamelElevenlabsSttEndOfAudio";
    public static final String START_AT = "CamelElevenlabsSttStartAt";
    public static final String AUDIO_POSITION = "CamelElevenlabsSttAudioPosition";
    public static final String RECORDING_KEY = "CamelElevenlabsSttRecordingKey";
    public static final String COMMITTED_THROUGH = "CamelElevenlabsSttCommittedThrough";
    public static final String MESSAGE_TYPE = "CamelElevenlabsSttMessageType";
    public static final String SESSION_ID = "CamelElevenlabsSttSessionId";
    public static final String SEGMENT_INDEX = "CamelElevenlabsSttSegmentIndex";
    public static final String SEGMENT_ID = "CamelElevenlabsSttSegmentId";
    public static final String START_TIME = "CamelElevenlabsSttStartTime";
    public static final String END_TIME = "CamelElevenlabsSttEndTime";
    public static final String WORDS = "CamelElevenlabsSttWords";
    public static final String CONFIDENCE = "CamelElevenlabsSttConfidence";
    public static final String ENTITIES = "CamelElevenlabsSttEntities";
    public static final String EDITED_TEXT = "CamelElevenlabsSttEditedText";
    public static final String CHANNEL = "CamelElevenlabsSttChannel";
    public static final String SEGMENTS = "CamelElevenlabsSttSegments";
    public static final String SEGMENT_COUNT = "CamelElevenlabsSttSegmentCount";
    public static final String AUDIO_DURATION = "CamelElevenlabsSttAudioDuration";
    public static final String AUDIO_SENT = "CamelElevenlabsSttAudioSent";
    public static final String AUDIO_REPLAYED = "CamelElevenlabsSttAudioReplayed";
    public static final String RECONNECTS = "CamelElevenlabsSttReconnects";

    private Headers() {}
}
