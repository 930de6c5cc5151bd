package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.options.Headers;
import org.apache.camel.spi.Metadata;

/** The headers of {@code elevenlabs-stt:}. */
public final class ElevenLabsSttConstants {

    @Metadata(
            description =
                    "Joins messages into one stream session: all messages with the same key are one recording, and"
                            + " each body is its next piece. On transcripts: the key of their session.",
            javaType = "String")
    public static final String SESSION_KEY = Headers.SESSION_KEY;

    @Metadata(
            label = "producer",
            description =
                    "The format of this message's audio; overrides the option audioFormat. In a stream session, only"
                            + " the first message's counts.",
            javaType = "String")
    public static final String AUDIO_FORMAT = Headers.AUDIO_FORMAT;

    @Metadata(
            label = "producer",
            description =
                    "The sound track of this message's recording to transcribe; overrides the option audioTrack. In a"
                            + " stream session, only the first message's counts.",
            javaType = "String")
    public static final String AUDIO_TRACK = Headers.AUDIO_TRACK;

    @Metadata(
            description =
                    "The language of the speech; overrides the option languageCode. On a later message of a stream"
                            + " session: from the next change of connections on, which it brings about in the next pause. On"
                            + " transcripts: the language that the service reported.",
            javaType = "String")
    public static final String LANGUAGE_CODE = Headers.LANGUAGE_CODE;

    @Metadata(
            label = "producer",
            description =
                    "Words that the service would not expect; overrides the option keyterms. Text with commas between"
                            + " the terms, or a java.util.Collection, whose terms may contain commas. Blank or empty for none."
                            + " On a later message of a stream session: from the next change of connections on, which it brings"
                            + " about in the next pause.",
            javaType = "Object")
    public static final String KEYTERMS = Headers.KEYTERMS;

    @Metadata(
            label = "producer",
            description =
                    "Text that was said before the audio, as context for its first words; overrides the option"
                            + " previousText. Only the last 50 characters are used. On a later message of a stream session: context"
                            + " for what is said from the next change of connections on, which it brings about in the next pause.",
            javaType = "String")
    public static final String PREVIOUS_TEXT = Headers.PREVIOUS_TEXT;

    @Metadata(
            label = "producer",
            description =
                    "The format of this message's body with the transcript; overrides the option outputFormat: text,"
                            + " json, srt, vtt or transcript. In a stream session, the last message's counts; for srt and vtt"
                            + " set it on the first message too, so that word times are requested.",
            javaType = "String")
    public static final String OUTPUT_FORMAT = Headers.OUTPUT_FORMAT;

    @Metadata(
            label = "producer",
            description =
                    "In a stream session: whether the audio up to the end of this message becomes a final transcript"
                            + " at once, as when a speaker's turn ends. The body may be empty.",
            javaType = "Boolean")
    public static final String COMMIT = Headers.COMMIT;

    @Metadata(
            label = "producer",
            description =
                    "In a stream session: whether this message is the last. Its exchange completes when all audio is"
                            + " transcribed. The body may be empty.",
            javaType = "Boolean")
    public static final String END_OF_AUDIO = Headers.END_OF_AUDIO;

    @Metadata(
            label = "producer",
            description =
                    "Milliseconds: the recording is transcribed from here on. The audio before is read and not sent; times still"
                            + " count from the beginning. What getCommittedThrough() of an exception says can be put here.",
            javaType = "Long")
    public static final String START_AT = Headers.START_AT;

    @Metadata(
            label = "producer",
            description =
                    "In a stream session: where in the stream this message's audio begins, in milliseconds. Audio that is"
                            + " already there is dropped, and a gap stays a gap in the times.",
            javaType = "Long")
    public static final String AUDIO_POSITION = Headers.AUDIO_POSITION;

    @Metadata(
            label = "producer",
            description =
                    "The name of this recording across runs, for the session repository; overrides the option recordingKey.",
            javaType = "String")
    public static final String RECORDING_KEY = Headers.RECORDING_KEY;

    @Metadata(
            label = "consumer",
            description =
                    "How far the source's audio is covered by this transcript and those before it, in milliseconds.",
            javaType = "Long")
    public static final String COMMITTED_THROUGH = Headers.COMMITTED_THROUGH;

    @Metadata(
            label = "consumer",
            description = "The type of the exchange: committed_transcript; partial_transcript with includePartials;"
                    + " session_started and session_ended with includeSessionEvents.",
            javaType = "String")
    public static final String MESSAGE_TYPE = Headers.MESSAGE_TYPE;

    @Metadata(
            description = "The id of the session. This component creates it; it is not the service's id.",
            javaType = "String")
    public static final String SESSION_ID = Headers.SESSION_ID;

    @Metadata(
            label = "consumer",
            description = "The index of the transcript in its session: 0, 1, 2 and so on.",
            javaType = "Integer")
    public static final String SEGMENT_INDEX = Headers.SEGMENT_INDEX;

    @Metadata(
            label = "consumer",
            description =
                    "The id of the session and the index of the transcript: usable as a primary key, and as the key"
                            + " of idempotentConsumer.",
            javaType = "String")
    public static final String SEGMENT_ID = Headers.SEGMENT_ID;

    @Metadata(
            label = "consumer",
            description =
                    "The start of the transcript's first word, in milliseconds of the source's audio. Absent without"
                            + " word times.",
            javaType = "Long")
    public static final String START_TIME = Headers.START_TIME;

    @Metadata(
            label = "consumer",
            description = "The end of the transcript's last word, in milliseconds of the source's audio. Absent without"
                    + " word times.",
            javaType = "Long")
    public static final String END_TIME = Headers.END_TIME;

    @Metadata(
            label = "consumer",
            description = "The words with their times, with includeTimestamps.",
            javaType = "java.util.List<io.github.camelelevenlabs.stt.transcript.Word>")
    public static final String WORDS = Headers.WORDS;

    @Metadata(
            label = "consumer",
            description = "The certainty of the service, from 0 to 1: the geometric mean of the words' probabilities."
                    + " Absent without word times.",
            javaType = "Double")
    public static final String CONFIDENCE = Headers.CONFIDENCE;

    @Metadata(
            label = "consumer",
            description =
                    "With entityDetection: the entities found, in the order of the text. Absent when there are none,"
                            + " and when they did not come within a third of transcriptTimeout.",
            javaType = "java.util.List<io.github.camelelevenlabs.stt.transcript.Entity>")
    public static final String ENTITIES = Headers.ENTITIES;

    @Metadata(
            label = "consumer",
            description = "With transcriptEdit: the edited text. Absent when it did not come within a third of"
                    + " transcriptTimeout.",
            javaType = "String")
    public static final String EDITED_TEXT = Headers.EDITED_TEXT;

    @Metadata(
            label = "consumer",
            description = "With channels=split: the channel of the recording that was transcribed, from 0.",
            javaType = "Integer")
    public static final String CHANNEL = Headers.CHANNEL;

    @Metadata(
            label = "producer",
            description = "On the result: all segments of the session.",
            javaType = "java.util.List<io.github.camelelevenlabs.stt.transcript.Segment>")
    public static final String SEGMENTS = Headers.SEGMENTS;

    @Metadata(
            label = "producer",
            description = "On the result and on session_ended: the number of transcripts.",
            javaType = "Integer")
    public static final String SEGMENT_COUNT = Headers.SEGMENT_COUNT;

    @Metadata(
            label = "producer",
            description = "On the result and on session_ended: the length of the audio that was transcribed, in"
                    + " milliseconds.",
            javaType = "Long")
    public static final String AUDIO_DURATION = Headers.AUDIO_DURATION;

    @Metadata(
            label = "producer",
            description =
                    "On the result, on every transcript and on session_ended: the length of all audio that was sent by then, in"
                            + " milliseconds, including replays and the silence that pads short segments. The service bills this"
                            + " audio.",
            javaType = "Long")
    public static final String AUDIO_SENT = Headers.AUDIO_SENT;

    @Metadata(
            label = "producer",
            description = "On the result and on session_ended: the length of the audio that was sent again after a lost"
                    + " connection, in milliseconds.",
            javaType = "Long")
    public static final String AUDIO_REPLAYED = Headers.AUDIO_REPLAYED;

    @Metadata(
            label = "producer",
            description = "On the result and on session_ended: the number of connections after the first.",
            javaType = "Integer")
    public static final String RECONNECTS = Headers.RECONNECTS;

    private ElevenLabsSttConstants() {}
}
