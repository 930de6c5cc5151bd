package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Recogniser;
import io.github.camelelevenlabs.stt.emulator.SimulatedService;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A session, a network and the service on simulated time: hours pass in seconds, and the same seed gives the same run. The
 * transcribed words are compared with the spoken words.
 */
final class Simulation {

    /** How the source delivers its audio. */
    enum Feed {
        /** All audio is available at once, as in a file. */
        FILE,
        /** Pieces arrive with delays between them; the source waits for its reader. */
        STREAM,
        /** Audio arrives in real time and does not wait for its reader. */
        LIVE
    }

    private static final Duration STEP = ofMillis(500);
    final ManualTime time = new ManualTime();
    final Random random;
    private final PcmFormat format;
    private final Duration length;
    private final long seed;
    private NumberedSpeech speech;
    private Comparison comparison;
    private NumberedSpeech.Manner manner = NumberedSpeech.Manner.SENTENCES;
    private CommitStrategy strategy = CommitStrategy.VAD;
    private Feed feed = Feed.FILE;
    private Behaviour behaviour = Behaviour.service();
    private Duration recognition = Duration.ZERO;
    private boolean twins = true;
    private final TestSettings settings = new TestSettings().readRate(4).attempts(10);
    private Duration mostAudio = Duration.ZERO;
    SimulatedService service;
    SimulatedNetwork network;
    SttSession session;
    SessionEnd end;

    // What outlives a process that is killed:
    private Function<Duration, AudioSource> sources;

    private boolean recording;
    private Duration covered = Duration.ZERO;
    private int segments;
    private String lastText;
    private Duration sent = Duration.ZERO;

    Simulation(long seed, Duration length) {
        this(seed, length, PcmFormat.PCM_16000);
    }

    Simulation(long seed, Duration length, PcmFormat format) {
        this.random = new Random(seed);
        this.length = length;
        this.format = format;
        this.seed = seed;
    }

    Simulation strategy(CommitStrategy value) {
        strategy = value;
        return this;
    }

    Simulation manner(NumberedSpeech.Manner value) {
        manner = value;
        return this;
    }

    Simulation feed(Feed value) {
        feed = value;
        return this;
    }

    Simulation behaviour(Consumer<Behaviour.Builder> changes) {
        behaviour = behaviour.with(changes);
        return this;
    }

    /** How long the service takes to transcribe an utterance, after its own commits as well. */
    Simulation recognition(Duration duration) {
        recognition = duration;
        return this;
    }

    /** The session asks for no word times and expects none. */
    Simulation withoutTwins() {
        twins = false;
        return this;
    }

    Simulation chunk(Duration duration) {
        settings.chunk(duration);
        return this;
    }

    Simulation readRate(double rate) {
        settings.readRate(rate);
        return this;
    }

    /** The limit of reconnect attempts; -1 for no limit. */
    Simulation attempts(int number) {
        settings.attempts(number);
        return this;
    }

    Simulation maxSessionDuration(Duration age) {
        settings.maxSessionDuration(age);
        return this;
    }

    Simulation maxAudioDuration(Duration most) {
        mostAudio = most;
        return this;
    }

    Simulation replayLimit(Duration limit) {
        settings.replayLimit(limit);
        return this;
    }

    /** Starts the session; nothing happens before time moves. */
    Simulation begin() {
        speech = new NumberedSpeech(format, new Random(seed + 1), length, manner);
        comparison = sources == null ? new Comparison(speech.spoken()) : comparison;
        behaviour = behaviour.with(service -> service.turnSeed((int) seed));
        service = new SimulatedService(behaviour, recogniser(), new Clock());
        network = new SimulatedNetwork(time, service, random);
        session = newSession(new Listener());
        session.start();
        return this;
    }

    private Recogniser recogniser() {
        NumberRecogniser prompt = new NumberRecogniser();
        return recognition.isZero() ? prompt : rate -> new SlowRecognition(prompt.listen(rate), time, recognition);
    }

    private SessionSettings settings() {
        String model = strategy == CommitStrategy.TURN_PREDICTION ? "scribe_v3_live" : "scribe_v2_realtime";
        String query = "audio_format=" + format.wireName() + "&include_timestamps=" + twins + "&model_id=" + model
                + "&commit_strategy=" + strategy.name().toLowerCase(Locale.ROOT);
        if (twins) {
            settings.twins();
        }
        return settings.handshake((wanted, hints) -> new Transport.Upgrade(
                        URI.create("wss://service/?" + query + keyterms(hints)), Map.of(), Map.of()))
                .strategy(strategy)
                .jitter(random::nextDouble)
                .build();
    }

    private static String keyterms(Hints hints) {
        return hints.keyterms().stream().map(term -> "&keyterms=" + term).collect(Collectors.joining());
    }

    /** The session is told other keyterms, and perhaps another text before. Returns the keyterms. */
    List<String> change() {
        List<String> keyterms = List.of("term" + random.nextInt(4));
        String before = random.nextBoolean() ? "before " + random.nextInt(4) : null;
        session.change(new Hints.Change(null, keyterms, before));
        return keyterms;
    }

    /** Schedules a fault at random times, which are {@code mean} apart on average. */
    Simulation every(Duration mean, int times, Runnable trouble) {
        Duration next = Duration.ZERO;
        for (int i = 0; i < times; i++) {
            next = next.plusMillis(1 + (long) (-Math.log(1 - random.nextDouble()) * mean.toMillis()));
            later(next, trouble);
        }
        return this;
    }

    /** Schedules a fault, which does not happen if the session has ended by then. */
    void later(Duration wait, Runnable trouble) {
        time.schedule(wait, () -> {
            if (!isOver()) {
                trouble.run();
            }
        });
    }

    private SttSession newSession(Listener listener) {
        AudioLimit limit = new AudioLimit(mostAudio);
        listener.session = new SttSession(
                "session", settings(), source(), network, new SessionGate(), time, limit, listener, listener);
        return listener.session;
    }

    /**
     * A random fault that a client can notice. Where the service commits too, a lost answer is not among them: a client cannot
     * distinguish it from a service that recognised no speech.
     */
    Trouble anyTrouble() {
        Trouble any;
        do {
            any = Trouble.values()[random.nextInt(Trouble.values().length)];
        } while (any.isAnswerLost() && strategy != CommitStrategy.MANUAL);
        return any;
    }

    boolean isOver() {
        return end != null;
    }

    /** Advances time until the session has ended. */
    Comparison run() {
        return run(length.multipliedBy(3).plus(Duration.ofHours(1)), () -> {});
    }

    /** @param eachStep called every half second of simulated time */
    Comparison run(Duration limit, Runnable eachStep) {
        while (!isOver() && Duration.ofNanos(time.nanoTime()).compareTo(limit) < 0) {
            time.advance(STEP);
            eachStep.run();
        }
        if (!isOver()) {
            throw new AssertionError("the session has not ended: " + session.snapshots());
        }
        comparison.finish();
        return comparison;
    }

    Comparison comparison() {
        return comparison;
    }

    /**
     * The audio of a session that may be killed.
     *
     * @param tape      what is spoken
     * @param recording whether every process reads it from the beginning
     * @param playing   gives the audio that a process gets, by how far the one before it had covered it
     */
    Simulation plays(Tape tape, boolean recording, Function<Duration, AudioSource> playing) {
        comparison = new Comparison(tape.said());
        sources = playing;
        this.recording = recording;
        return this;
    }

    /** The process dies, and another one goes on with what the listener of the dead one has seen. */
    void kill() {
        SttSession dead = session;
        sent = audioSent();
        network.cutCables();
        settings.resumption(Resumption.at(covered, segments, recording)).previousText(lastText);
        session = newSession(new Listener());
        dead.abort(SessionFailure.of(ErrorCode.STOPPED, "killed"));
        session.start();
    }

    /** By all processes, padding included. */
    Duration audioSent() {
        return sent.plus(end == null ? session.snapshots().get(0).audioSent() : end.audioSent());
    }

    private AudioSource source() {
        if (sources != null) {
            return sources.apply(covered);
        }
        return new SimulatedAudio(format, speech, time, random).as(feed);
    }

    private final class Listener implements SessionListener {
        @Override
        public void onPartial(String text) {}

        private SttSession session;

        private boolean isAlive() {
            return session == Simulation.this.session;
        }

        @Override
        public void onSegment(Segment segment, Duration committedThrough) {
            if (isAlive()) {
                comparison.add(segment);
                covered = committedThrough;
                segments = segment.index() + 1;
                lastText = segment.text();
                session.delivered();
            }
        }

        @Override
        public boolean wantsCoverage() {
            return sources != null;
        }

        @Override
        public void onCovered(Duration through) {
            if (isAlive()) {
                covered = through;
            }
        }

        @Override
        public void onEnd(SessionEnd ended) {
            if (isAlive()) {
                end = ended;
            }
        }
    }

    private final class Clock implements SimulatedService.Time {
        @Override
        public Duration now() {
            return Duration.ofNanos(time.nanoTime());
        }

        @Override
        public Runnable after(Duration delay, Runnable task) {
            return time.schedule(delay, task)::cancel;
        }

        @Override
        public void execute(Runnable task) {
            time.execute(task);
        }
    }
}
