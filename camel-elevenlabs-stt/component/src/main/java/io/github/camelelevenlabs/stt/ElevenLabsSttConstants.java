package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.options.Headers;
import org.apache.camel.spi.Metadata;

/** The headers of {@code elevenlabs-stt:}. */
public final class ElevenLabsSttConstants {

    @Metadata(
            description =
                    "Joins messages into one stream session: all messages with the same key are one recording, each"
                            + " body the next piece of it. On transcripts: the key of their session.",
            javaType = "String")
    public static final String SESSION_KEY = Headers.SESSION_KEY;

    @Metadata(
            label = "producer",
            description =
                    "The format of this message's audio, in place of the option audioFormat. In a stream session the"
                            + " first message's counts.",
            javaType = "String")
    public static final String AUDIO_FORMAT = Headers.AUDIO_FORMAT;

    @Metadata(
            label = "producer",
            description =
                    "Which sound track of this message's recording is heard, in place of the option audioTrack. In a stream"
                            + " session the first message's counts.",
            javaType = "String")
    public static final String AUDIO_TRACK = Headers.AUDIO_TRACK;

    @Metadata(
            description =
                    "The language spoken, in place of the option languageCode. On transcripts: the language that the"
                            + " service reported.",
            javaType = "String")
    public static final String LANGUAGE_CODE = Headers.LANGUAGE_CODE;

    @Metadata(
            label = "producer",
            description = "Words that the service would not expect, in place of the option keyterms: text with commas"
                    + " between them, or a java.util.Collection, whose terms may hold commas. Blank or empty for none.",
            javaType = "Object")
    public static final String KEYTERMS = Headers.KEYTERMS;

    @Metadata(
            label = "producer",
            description = "What was said before, as context for the session's first words, in place of the option"
                    + " previousText. The last 50 characters count.",
            javaType = "String")
    public static final String PREVIOUS_TEXT = Headers.PREVIOUS_TEXT;

    @Metadata(
            label = "producer",
            description =
                    "What becomes of this message's body, in place of the option outputFormat: text, json, srt, vtt or"
                            + " transcript. In a stream session the ending message's counts; for srt and vtt set it on the"
                            + " first message too, which decides whether the words' times are kept.",
            javaType = "String")
    public static final String OUTPUT_FORMAT = Headers.OUTPUT_FORMAT;

    @Metadata(
            label = "producer",
            description =
                    "In a stream session: whether everything up to the end of this message is made final at once, as"
                            + " when a speaker's turn ends. The body may be empty.",
            javaType = "Boolean")
    public static final String COMMIT = Headers.COMMIT;

    @Metadata(
            label = "producer",
            description = "In a stream session: whether this message is the last. It completes when everything is"
                    + " transcribed. The body may be empty.",
            javaType = "Boolean")
    public static final String END_OF_AUDIO = Headers.END_OF_AUDIO;

    @Metadata(
            label = "consumer",
            description =
                    "What the exchange is: committed_transcript, partial_transcript with includePartials, or session_started and"
                            + " session_ended with includeSessionEvents.",
            javaType = "String")
    public static final String MESSAGE_TYPE = Headers.MESSAGE_TYPE;

    @Metadata(description = "The session's id, which is ours and not the service's.", javaType = "String")
    public static final String SESSION_ID = Headers.SESSION_ID;

    @Metadata(
            label = "consumer",
            description = "The transcript's place within its session: 0, 1, 2 and so on.",
            javaType = "Integer")
    public static final String SEGMENT_INDEX = Headers.SEGMENT_INDEX;

    @Metadata(
            label = "consumer",
            description = "The session's id and the segment's index: a primary key, and a key for idempotentConsumer.",
            javaType = "String")
    public static final String SEGMENT_ID = Headers.SEGMENT_ID;

    @Metadata(
            label = "consumer",
            description =
                    "Where the transcript's first word starts, in milliseconds of the source's audio. Absent without"
                            + " word times.",
            javaType = "Long")
    public static final String START_TIME = Headers.START_TIME;

    @Metadata(
            label = "consumer",
            description = "Where the transcript's last word ends, in milliseconds of the source's audio. Absent without"
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
            description = "How sure the service is, from 0 to 1: the geometric mean of the words' probabilities. Absent"
                    + " without word times.",
            javaType = "Double")
    public static final String CONFIDENCE = Headers.CONFIDENCE;

    @Metadata(
            label = "consumer",
            description =
                    "With entityDetection: what was found, in the order of the text. Absent when there is nothing, and"
                            + " when it did not come within a third of transcriptTimeout.",
            javaType = "java.util.List<io.github.camelelevenlabs.stt.transcript.Entity>")
    public static final String ENTITIES = Headers.ENTITIES;

    @Metadata(
            label = "consumer",
            description = "With transcriptEdit: the text as edited. Absent when it did not come within a third of"
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
            description = "On the result: every segment of the session.",
            javaType = "java.util.List<io.github.camelelevenlabs.stt.transcript.Segment>")
    public static final String SEGMENTS = Headers.SEGMENTS;

    @Metadata(
            label = "producer",
            description = "On the result and on session_ended: how many transcripts there were.",
            javaType = "Integer")
    public static final String SEGMENT_COUNT = Headers.SEGMENT_COUNT;

    @Metadata(
            label = "producer",
            description =
                    "On the result and on session_ended: the length of the audio that was transcribed, in milliseconds.",
            javaType = "Long")
    public static final String AUDIO_DURATION = Headers.AUDIO_DURATION;

    @Metadata(
            label = "producer",
            description =
                    "On the result and on session_ended: the length of all audio sent, in milliseconds, with the silence that short"
                            + " segments are padded with. It is what is billed.",
            javaType = "Long")
    public static final String AUDIO_SENT = Headers.AUDIO_SENT;

    @Metadata(
            label = "producer",
            description =
                    "On the result and on session_ended: what of the audio sent had been sent before, on a connection"
                            + " that was lost, in milliseconds.",
            javaType = "Long")
    public static final String AUDIO_REPLAYED = Headers.AUDIO_REPLAYED;

    @Metadata(
            label = "producer",
            description = "On the result and on session_ended: how many connections were made after the first.",
            javaType = "Integer")
    public static final String RECONNECTS = Headers.RECONNECTS;

    private ElevenLabsSttConstants() {}
}
