package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.container.FormatSplitter;
import io.github.camelelevenlabs.stt.audio.container.Mp4Boxes;
import io.github.camelelevenlabs.stt.audio.detect.Container;
import io.github.camelelevenlabs.stt.audio.ffmpeg.FfmpegException;
import io.github.camelelevenlabs.stt.audio.ffmpeg.MediaInfo;
import io.github.camelelevenlabs.stt.audio.ffmpeg.PartDecoder;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.ChannelFit;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.audio.pcm.SpeakerLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes a recording whose format may change, with one decoder for each part. When another format begins, the
 * previous decoder is drained and the next one starts. Samples are placed at the timestamps of the container; gaps
 * are filled with silence.
 *
 * <p>One thread writes while another reads. Both may block until {@link #close()}.
 */
final class DecoderChain implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DecoderChain.class);

    /** One part of the recording with its decoder. */
    private record Link(Container container, PartDecoder transcoder, Mp4Boxes boxes) {}

    /** The number of parts that are free. Each starts a process: a small recording could otherwise start thousands. */
    private static final int FREE_PARTS = 20;

    private static final int BYTES_PER_PART = 16 * 1024;

    private static final Link NONE = new Link(null, null, null);

    private final AutoDecoder.UnsupportedFormat recording;
    private final Decoding decoding;
    private final Link first;
    private final LossReport losses;
    private final Set<PartDecoder> open = ConcurrentHashMap.newKeySet();
    /** The parts that follow the current one; {@link #NONE} at the end of the recording. */
    private final LinkedBlockingQueue<Link> following = new LinkedBlockingQueue<>();

    private final Signal followed = new Signal();

    /** The permit of the one part that may run ahead of the current one. */
    private final Semaphore ahead = new Semaphore(1);

    // Used by the writing thread only, except for the volatile fields:
    private volatile long bytes;
    private volatile int parts;
    private volatile boolean refused;
    private final FormatSplitter splitter;
    private PartDecoder written;
    private boolean wanted = true;
    private volatile boolean soundMayCome;
    private volatile boolean closed;

    // Used by the reading thread only:
    private Link current;
    private DecoderOutput output = new DecoderOutput();
    private RecordingClock clock;
    private final SampleQueue ready = new SampleQueue();
    private ChannelFit fit;
    private AudioSource.Opened opened;
    private boolean begun;
    private boolean sampled;
    private boolean drained;
    private AudioException failure;

    DecoderChain(AutoDecoder.UnsupportedFormat recording, Decoding decoding) {
        this.recording = recording;
        this.decoding = decoding;
        this.losses = new LossReport(recording.subject(), recording.container(), decoding);
        this.splitter = new FormatSplitter(recording.container());
        this.first = link(recording.container(), decoding.transcoder(recording.container()));
        this.written = first.transcoder();
        this.current = first;
    }

    private void follow(Link next) {
        following.add(next);
        followed.give();
    }

    private Link link(Container container, PartDecoder part) {
        open.add(part);
        return new Link(container, part, splitter.boxes());
    }

    /**
     * Writes bytes, which must not change any more. May block.
     *
     * @return false when no more bytes are accepted; the reader gets the reason
     */
    boolean write(ByteBuffer next) {
        bytes += next.remaining();
        List<FormatSplitter.Piece> pieces = splitter.split(next);
        soundMayCome = splitter.isWithoutSound();
        pieces.forEach(this::pass);
        if (refused) {
            return false;
        } else if (!wanted && !splitter.mayContinue(next.remaining())) {
            if (!written.isFollowed()) {
                losses.rest(splitter);
            }
            follow(NONE);
            return false;
        }
        return !closed;
    }

    private void pass(FormatSplitter.Piece piece) {
        if (piece.begins() && !refused) {
            if (!written.isFollowed()) {
                losses.other(piece.otherFile());
            }
            begin(piece.container());
        }
        wanted = wanted && written.write(piece.bytes());
    }

    private void begin(Container container) {
        parts++;
        if (parts > FREE_PARTS + bytes / BYTES_PER_PART) {
            refused = true;
            follow(NONE);
            written.end();
            wanted = false;
            return;
        }
        ahead.acquireUninterruptibly();
        Link next = link(container, ProbedPart.of(container, recording.subject(), decoding));
        // The next part is queued before the previous one ends; otherwise its end would count as the end of the
        // recording.
        follow(next);
        written.end();
        written = next.transcoder();
        wanted = true;
        if (closed) {
            close();
        }
    }

    /** Ends the input. May block. */
    void end() {
        if (refused) {
            return;
        }
        splitter.end().forEach(this::pass);
        losses.end(splitter, written.isFollowed());
        follow(NONE);
        written.end();
    }

    /** Whether the recording is being stored because it cannot be decoded in order. Safe for any thread. */
    boolean isCollecting() {
        return first.transcoder().isCollecting();
    }

    /** Completes when {@link #read()} waits only for ffmpeg. */
    CompletionStage<Void> started() {
        return first.transcoder().started();
    }

    /** Completes when {@link #read()} returns at once. For the reading thread, before each read or before none. */
    CompletionStage<Void> readable() {
        if (!ready.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return drained
                ? followed.await(() -> !following.isEmpty())
                : current.transcoder().readable();
    }

    /** Completes when {@link #write} is likely to take some bytes at once. For the writing thread. */
    CompletionStage<Void> writable() {
        return written.writable();
    }

    /** The format of the output, once it is known. For the reading thread. */
    Optional<AudioSource.Opened> opened() {
        return Optional.ofNullable(opened);
    }

    /**
     * Reads the next samples, or none although more may follow; null after the last. Blocks. After null or an exception, all
     * resources are released.
     *
     * @throws AudioException if ffmpeg was not found, or could not decode the audio
     */
    ByteBuffer read() throws IOException {
        boolean more = false;
        try {
            if (ready.isEmpty() && !advance()) {
                return null;
            }
            more = true;
            return ready.isEmpty() ? ByteBuffer.allocate(0) : ready.next(fit.channels() * Short.BYTES);
        } finally {
            if (!more) {
                close();
            }
        }
    }

    /** Reads more of the current part, or goes on to the next one; false at the end. */
    private boolean advance() throws IOException {
        if (drained) {
            return next();
        }
        ByteBuffer bytes;
        try {
            bytes = current.transcoder().read();
            if (bytes == null && !sampled) {
                throw current.transcoder().failure();
            } else if (bytes != null) {
                onOutput(bytes);
            }
        } catch (AudioException e) {
            onFailure(e);
            bytes = null;
        }
        if (bytes == null) {
            drain();
        }
        return true;
    }

    /** Drains the current part. */
    private void drain() {
        drained = true;
        if (sampled) {
            current.transcoder().complaint().ifPresent(complaint -> losses.complaint(current.container(), complaint));
            ready.add(fit.flush());
        }
    }

    private void onOutput(ByteBuffer bytes) throws IOException {
        if (!begun) {
            begun = true;
            choose();
            if (track().filter(MediaInfo.Track::isEncrypted).isPresent()) {
                // Without the key, the output would be noise.
                throw FfmpegException.encrypted();
            }
        }
        for (DecoderOutput.Samples samples : output.read(bytes)) {
            if (samples.samples().hasRemaining()) {
                onSamples(samples);
            }
        }
        describe();
    }

    /** Selects the track when the language decides: ffmpeg then decodes all tracks. */
    private void choose() throws AudioException {
        if (decoding.track().isByLanguage()) {
            MediaInfo media = current.transcoder().media();
            OptionalInt index = decoding.track().indexIn(media.languages());
            output.choose(index.orElseThrow(() -> decoding.track().absentFrom(media)));
        }
    }

    /** The selected track, as ffmpeg describes it. */
    private Optional<MediaInfo.Track> track() {
        MediaInfo media = current.transcoder().media();
        OptionalInt index = decoding.track().indexIn(media.languages());
        return index.isPresent() ? Optional.of(media.sound().get(index.getAsInt())) : Optional.empty();
    }

    private SpeakerLayout speakers() {
        return track().map(one -> SpeakerLayout.in(one.codec())).orElse(SpeakerLayout.UNKNOWN);
    }

    private void describe() throws AudioException {
        if (clock == null && output.format().isPresent()) {
            PcmFormat format = output.format().get();
            fit = ChannelFit.first(current.container().toString(), output.channels(), speakers(), decoding.settings());
            clock = new RecordingClock(format.sampleRate(), decoding.live());
            opened = new AudioSource.Opened(format, fit.channels());
        }
    }

    private void onSamples(DecoderOutput.Samples samples) throws AudioException {
        describe();
        boolean timed = samples.millis() != DecoderOutput.NO_TIME;
        if (!sampled) {
            sampled = true;
            clock.startPart(timed ? origin() : 0);
            fit = current == first ? fit : fit.next(output.channels(), speakers(), decoding.settings());
        }
        long silence = timed ? clock.silenceBefore(samples.millis()) : 0;
        if (timed && clock.jumpIgnored() != 0) {
            losses.jump(clock.jumpIgnored(), clock.millis());
        }
        clock.passed(samples.samples().remaining() / (output.channels() * Short.BYTES));
        if (silence > 0) {
            ready.add(fit.flush());
        }
        ready.add(silence, fit.fit(samples.samples()));
    }

    /**
     * The timestamp at which the recording begins. The clock of a file starts at zero, even if nothing is there yet;
     * the clock of a stream starts with its first picture or sound.
     */
    private long origin() {
        boolean file = current.container() == Container.MATROSKA
                || current.container() == Container.MP4 && !current.boxes().isFragmented();
        return file && !decoding.live() ? 0 : current.transcoder().media().startMillis();
    }

    /** A part that cannot be decoded fails the recording, unless another part follows or may still follow. */
    private void onFailure(AudioException thrown) throws AudioException {
        Link next = following.peek();
        boolean last = next == null ? !soundMayCome : next == NONE;
        boolean absent = thrown instanceof FfmpegException known && known.isTrackAbsent();
        AudioException reason =
                absent ? decoding.track().absentFrom(current.transcoder().media()) : thrown;
        if (!refused && (closed || last)) {
            throw reason;
        }
        failure = reason;
    }

    /** Goes on to the next part; false when there is none. Blocks. */
    private boolean next() throws IOException {
        open.remove(current.transcoder());
        Link next;
        try {
            next = following.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the rest of the audio", e);
        }
        if (closed) {
            throw AudioException.closed();
        } else if (next == NONE) {
            finish();
            return false;
        }
        ahead.release();
        if (failure != null && !soundIsLate()) {
            losses.part(failure);
        }
        LOG.debug(
                "{} goes on as {} after {} ms",
                recording.subject(),
                next.container(),
                clock == null ? 0 : clock.millis());
        failure = null;
        current = next;
        output = new DecoderOutput();
        begun = false;
        sampled = false;
        drained = false;
        return true;
    }

    /** A transport stream may announce its sound late; it has none before that. */
    private boolean soundIsLate() {
        return clock == null && current.container() == Container.MPEG_TS;
    }

    private void finish() throws AudioException {
        if (refused) {
            throw FfmpegException.plainly(
                    "changes its format too often: " + parts + " times within " + bytes + " bytes");
        } else if (failure != null) {
            throw failure;
        }
        losses.check(clock == null ? 0 : clock.millis());
    }

    /** Closes all decoders. Safe for any thread, and more than once. */
    @Override
    public void close() {
        closed = true;
        open.forEach(PartDecoder::close);
        follow(NONE);
        ahead.release();
    }
}
