package io.github.camelelevenlabs.stt.session;

/** Takes what the channels of a recording say, as if they were one session. */
public interface ChannelListener extends SessionListener {

    /** Like {@link #onPartial(String)}, for one channel, counted from 0. */
    void onPartial(int channel, String text);
}
