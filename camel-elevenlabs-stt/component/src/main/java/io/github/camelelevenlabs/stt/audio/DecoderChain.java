package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.ffmpeg.FfmpegException;
import io.github.camelelevenlabs.stt.audio.ffmpeg.MediaInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes of a recording in, samples of one format out, through an ffmpeg for each of its parts: where the recording goes on as
 * something else, the ffmpeg before it is drained and another one begins. Samples stand where the container's times say;
 * silence fills the gaps.
 *
 * <p>One thread at a time may write and another read; both may block, until somebody closes.
 */
final class DecoderChain implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DecoderChain.class);

    /** A part in its turn. */
    private record Link(Container container, PartDecoder transcoder, Mp4Boxes boxes) {}

    private static final int MAX_SILENT_FRAMES = 16_000;
    /** A program is started for each part, which a few bytes could otherwise ask for thousands of times. */
    private static final int FREE_PARTS = 20;

    private static final int BYTES_PER_PART = 16 * 1024;

    private static final Link NONE = new Link(null, null, null);

    private final AutoDecoder.UnsupportedFormat unsupported;
    private final Decoding decoding;
    private final Link first;
    private final LossReport losses;
    private final Set<PartDecoder> open = ConcurrentHashMap.newKeySet();
    /** Parts whose turn has not come; at the end of the recording, {@link #NONE}. */
    private final LinkedBlockingQueue<Link> following = new LinkedBlockingQueue<>();

    /** Of the one part that may run before its turn. */
    private final Semaphore ahead = new Semaphore(1);

    // Used by the writing thread only, but for what is volatile:
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
    private final Deque<Ready> ready = new ArrayDeque<>();
    private ChannelFit fit;
    private AudioSource.Opened opened;
    private boolean begun;
    private boolean sampled;
    private boolean drained;
    private boolean isFirst = true;
    private AudioException failure;

    /** What can be given: silence, then bytes. */
    private record Ready(long silentFrames, ByteBuffer bytes) {}

    DecoderChain(AutoDecoder.UnsupportedFormat unsupported, Decoding decoding) {
        this.unsupported = unsupported;
        this.decoding = decoding;
        this.losses = new LossReport(unsupported.subject(), unsupported.container(), decoding);
        this.splitter = new FormatSplitter(unsupported.container());
        this.first = link(unsupported.container(), decoding.transcoder(unsupported.container()));
        this.written = first.transcoder();
        this.current = first;
    }

    private Link link(Container container, PartDecoder part) {
        open.add(part);
        return new Link(container, part, splitter.boxes());
    }

    /**
     * Takes the next bytes, which must not change any more.
     *
     * @return false when no more are wanted, for which the reader learns the reason
     */
    boolean write(ByteBuffer next) {
        bytes += next.remaining();
        List<FormatSplitter.Piece> pieces = splitter.split(next);
        soundMayCome = splitter.isWithoutSound();
        pieces.forEach(this::pass);
        if (refused) {
            return false;
        } else if (!wanted && !splitter.mayContinue(next.remaining())) {
            reportRest();
            following.add(NONE);
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
            following.add(NONE);
            written.end();
            wanted = false;
            return;
        }
        ahead.acquireUninterruptibly();
        Link next = link(container, ProbedPart.of(container, unsupported.subject(), decoding));
        // In the queue before the one before it ends, so that its end is not taken for that of the recording.
        following.add(next);
        written.end();
        written = next.transcoder();
        wanted = true;
        if (closed) {
            close();
        }
    }

    /** There are no more bytes. */
    void end() {
        if (refused) {
            return;
        }
        splitter.end().forEach(this::pass);
        losses.end(splitter, written.isFollowed());
        following.add(NONE);
        written.end();
    }

    /** Whether the recording is being kept until it is complete, since it cannot be decoded in order. */
    boolean isCollecting() {
        return first.transcoder().isCollecting();
    }

    /** Completes when {@link #read()} waits for nothing but ffmpeg. */
    CompletionStage<Void> started() {
        return first.transcoder().started();
    }

    /** What comes out, once anything has. To be asked by the reading thread. */
    Optional<AudioSource.Opened> opened() {
        return Optional.ofNullable(opened);
    }

    /**
     * The next samples, or null after the last. Whatever it ends with, everything is released then.
     *
     * @throws AudioException when ffmpeg was not found, or could not decode
     */
    ByteBuffer read() throws IOException {
        boolean more = false;
        try {
            while (ready.isEmpty()) {
                if (!advance()) {
                    return null;
                }
            }
            more = true;
            return give(ready.remove());
        } finally {
            if (!more) {
                close();
            }
        }
    }

    private ByteBuffer give(Ready next) {
        if (next.silentFrames() == 0) {
            return next.bytes();
        }
        int frames = (int) Math.min(next.silentFrames(), MAX_SILENT_FRAMES);
        ready.addFirst(new Ready(next.silentFrames() - frames, next.bytes()));
        return ByteBuffer.allocate(frames * fit.channels() * Short.BYTES);
    }

    /** Reads more of the part in turn, or goes on to the next; false at the end. */
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

    /** The part in turn gives no more. */
    private void drain() {
        drained = true;
        if (sampled) {
            current.transcoder().complaint().ifPresent(said -> losses.complaint(current.container(), said));
            ready.add(new Ready(0, fit.flush()));
        }
    }

    private void onOutput(ByteBuffer bytes) throws IOException {
        if (!begun) {
            begun = true;
            choose();
            if (track().filter(MediaInfo.Track::isEncrypted).isPresent()) {
                // Without the key, what comes out is noise.
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

    /** Of all tracks that ffmpeg gives when the language decides. */
    private void choose() throws AudioException {
        if (decoding.track().isByLanguage()) {
            OptionalInt index =
                    decoding.track().indexIn(current.transcoder().media().languages());
            output.choose(index.orElseThrow(this::noSuchTrack));
        }
    }

    /** The one that is heard, as ffmpeg describes it. */
    private Optional<MediaInfo.Track> track() {
        List<MediaInfo.Track> tracks = current.transcoder().media().sound();
        int track = decoding.track().isByLanguage()
                ? output.track()
                : decoding.track().number() - 1;
        return track < tracks.size() ? Optional.of(tracks.get(track)) : Optional.empty();
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
            fit = isFirst ? fit : fit.next(output.channels(), speakers(), decoding.settings());
        }
        long silence = timed ? clock.silenceBefore(samples.millis()) : 0;
        if (timed && clock.jumpIgnored() != 0) {
            losses.jump(clock.jumpIgnored(), clock.millis());
        }
        clock.passed(samples.samples().remaining() / (output.channels() * Short.BYTES));
        if (silence > 0) {
            ready.add(new Ready(0, fit.flush()));
        }
        ready.add(new Ready(silence, fit.fit(samples.samples())));
    }

    /**
     * The container's time at which the recording begins. A file's own clock begins at zero, even if nothing is there yet; that
     * of a stream, where its first picture or sound is.
     */
    private long origin() {
        boolean file = current.container() == Container.MATROSKA
                || current.container() == Container.MP4 && !current.boxes().isFragmented();
        return file && !decoding.live() ? 0 : current.transcoder().media().startMillis();
    }

    private AudioException tooManyParts() {
        return FfmpegException.plainly("changes its format too often: " + parts + " times within " + bytes + " bytes");
    }

    private AudioException noSuchTrack() {
        List<String> tracks = new ArrayList<>();
        for (MediaInfo.Track track : current.transcoder().media().sound()) {
            tracks.add((tracks.size() + 1) + " (" + track.language() + ")");
        }
        return FfmpegException.plainly(
                "has no sound track " + decoding.track() + "; it has " + String.join(", ", tracks));
    }

    /** A part that cannot be heard fails the recording, unless another one has begun behind it or is still to come. */
    private void onFailure(AudioException thrown) throws AudioException {
        Link next = following.peek();
        boolean last = next == null ? !soundMayCome : next == NONE;
        boolean absent = thrown instanceof FfmpegException said && said.isTrackAbsent();
        AudioException said = absent ? noSuchTrack() : thrown;
        if (closed || last) {
            throw refused ? tooManyParts() : said;
        }
        failure = said;
    }

    /** Goes on to the next part; false when there is none. */
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
            throw new IOException("The audio was closed before its end");
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
                unsupported.subject(),
                next.container(),
                clock == null ? 0 : clock.millis());
        failure = null;
        current = next;
        output = new DecoderOutput();
        begun = false;
        sampled = false;
        drained = false;
        isFirst = false;
        return true;
    }

    private void reportRest() {
        if (!written.isFollowed()) {
            losses.rest(splitter);
        }
    }

    /** A stream that announces its sound after a while has had none before. */
    private boolean soundIsLate() {
        return clock == null && current.container() == Container.MPEG_TS;
    }

    private void finish() throws AudioException {
        if (refused) {
            throw tooManyParts();
        } else if (failure != null) {
            throw failure;
        }
        losses.check(clock == null ? 0 : clock.millis());
    }

    /** Ends all that runs. May be called twice, and by any thread. */
    @Override
    public void close() {
        closed = true;
        open.forEach(PartDecoder::close);
        following.add(NONE);
        ahead.release();
    }
}
