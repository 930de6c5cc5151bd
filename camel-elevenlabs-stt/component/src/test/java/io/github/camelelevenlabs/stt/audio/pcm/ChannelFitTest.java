package io.github.camelelevenlabs.stt.audio.pcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recordings whose parts have different numbers of channels. */
class ChannelFitTest {

    @Test
    void missing_channels_repeat_the_last_one() throws Exception {
        ChannelFit fit = ChannelFit.first("MP3", 3, SpeakerLayout.UNKNOWN, Settings.SPLIT)
                .next(2, SpeakerLayout.UNKNOWN, Settings.SPLIT);
        assertThat(shorts(fit.fit(samples(1, 2, 300, 400)))).containsExactly(1, 2, 2, 300, 400, 400);
    }

    @Test
    void channels_beyond_those_of_the_first_part_are_left_out() throws Exception {
        ChannelFit fit = ChannelFit.first("MP3", 1, SpeakerLayout.UNKNOWN, Settings.SPLIT)
                .next(2, SpeakerLayout.UNKNOWN, Settings.SPLIT);
        assertThat(shorts(fit.fit(samples(1, 2, 300, 400)))).containsExactly(1, 300);
    }

    @Test
    void another_number_of_channels_is_reported_when_channels_are_split() throws Exception {
        List<AudioNotice> notices = new ArrayList<>();
        DecoderSettings split = new DecoderSettings(ChannelMode.SPLIT, notices::add);
        ChannelFit first = ChannelFit.first("MP3", 2, SpeakerLayout.UNKNOWN, split);
        first.next(2, SpeakerLayout.UNKNOWN, split);
        assertThat(notices).isEmpty();
        first.next(1, SpeakerLayout.UNKNOWN, split).next(3, SpeakerLayout.UNKNOWN, split);
        assertThat(notices)
                .singleElement()
                .extracting(AudioNotice::text)
                .isEqualTo(
                        "a part has 1 channel, and the recording began with 2, which are split: the last one is heard"
                                + " again as those that are missing");
        first.next(3, SpeakerLayout.UNKNOWN, split);
        assertThat(notices)
                .last()
                .extracting(AudioNotice::text)
                .isEqualTo(
                        "a part has 3 channels, and the recording began with 2, which are split: the further ones are"
                                + " not heard");
        DecoderSettings mixed = new DecoderSettings(ChannelMode.MIX, notices::add);
        ChannelFit.first("MP3", 2, SpeakerLayout.UNKNOWN, mixed).next(1, SpeakerLayout.UNKNOWN, mixed);
        assertThat(notices).hasSize(2);
    }

    @Test
    void mixing_takes_all_channels_of_each_part() throws Exception {
        ChannelFit first = ChannelFit.first("MP3", 1, SpeakerLayout.UNKNOWN, Settings.MIX);
        assertThat(shorts(first.fit(samples(5, 6)))).containsExactly(5, 6);
        ChannelFit second = first.next(2, SpeakerLayout.UNKNOWN, Settings.MIX);
        assertThat(shorts(Joined.of(second.fit(samples(0, 200, 0, 400)), second.flush())))
                .containsExactly(100, 200);
        assertThat(second.channels()).isEqualTo(1);
    }

    private static ByteBuffer samples(int... values) {
        ByteBuffer samples = ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            samples.putShort((short) value);
        }
        return samples.flip().slice();
    }

    private static int[] shorts(ByteBuffer samples) {
        ByteBuffer in = samples.slice().order(ByteOrder.LITTLE_ENDIAN);
        int[] values = new int[in.remaining() / Short.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.getShort();
        }
        return values;
    }
}
