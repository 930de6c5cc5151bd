package io.github.camelelevenlabs.stt.example.telephony;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A message of a media stream.
 *
 * @param event     {@code connected}, {@code start}, {@code media}, {@code stop} and others
 * @param streamSid the call that it belongs to
 * @param media     with {@code media} only
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MediaMessage(String event, String streamSid, Media media) {

    /**
     * @param track     {@code inbound}, who is called from outside, or {@code outbound}
     * @param timestamp milliseconds from the start of the stream
     * @param payload   mu-law at 8 kHz; base64 in JSON
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Media(String track, long timestamp, byte[] payload) {}

    /** Whether the call has ended. */
    public boolean last() {
        return "stop".equals(event);
    }

    /** Empty when there is none. */
    public byte[] audio() {
        return media == null ? new byte[0] : media.payload();
    }
}
