package io.github.camelelevenlabs.stt.session;

/** Hears what the channels of a recording say, as one. */
public interface ChannelListener extends SessionListener {

    /** As {@link #onPartial(String)}, of one of the channels. */
    void onPartial(int channel, String text);
}
