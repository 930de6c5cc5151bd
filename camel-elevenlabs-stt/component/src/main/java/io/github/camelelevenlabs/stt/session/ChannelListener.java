package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.transcript.Segment;
import java.time.Duration;

/** Takes what the channels of a recording say, as if they were one session. */
public interface ChannelListener extends SessionListener {

    /** Like {@link #onPartial(String)}, for one channel, counted from 0. */
    void onPartial(int channel, String text);

    /**
     * Like {@link #onSegment(Segment, Duration)}, with the channel's own coverage: what a session that resumes needs for each channel.
     *
     * @param channelThrough the position up to which this segment and those before it cover the audio of their channel
     */
    default void onSegment(Segment segment, Duration committedThrough, Duration channelThrough) {
        onSegment(segment, committedThrough);
    }
}
