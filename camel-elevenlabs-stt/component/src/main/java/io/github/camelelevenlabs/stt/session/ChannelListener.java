package io.github.camelelevenlabs.stt.session;

/** Takes what comes of the channels of a recording, as of one session. */
public interface ChannelListener extends SessionListener {

    /** As {@link #onPartial(String)}, of one of the channels. */
    void onPartial(int channel, String text);
}
