package io.github.camelelevenlabs.stt.emulator.protocol;

/** The messages of a client, valid and invalid ones. */
public sealed interface ClientMessage {

    /**
     * The only message of a client that the service accepts.
     *
     * @param audio        the decoded bytes; owned by the reader
     * @param sampleRate   hertz, or null when the field is missing
     * @param previousText null when the field is missing or null
     */
    record InputAudioChunk(byte[] audio, boolean commit, Integer sampleRate, String previousText)
            implements ClientMessage {}

    /** A message of another type. */
    record UnknownType(String type) implements ClientMessage {}

    /** No JSON object, a field missing or of the wrong type. */
    record Malformed(String reason) implements ClientMessage {}

    /** An audio field that is not base64. */
    record BadBase64(String reason) implements ClientMessage {}
}
