package io.github.camelelevenlabs.stt;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.repository.JdbcSessionRepository;
import io.github.camelelevenlabs.stt.test.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Applications that are killed with signal 9 at random moments, or stopped and taken over: every word is routed, once by its id. */
class KilledRoutesIT {

    /** The words of a sentence, and the silence that ends it. */
    private static final Duration SENTENCE = ofMillis(3 * 200 + 800);

    private static final double SPEED = 8;

    /**
     * The most that one kill costs: the sentence that was not kept, the silence that ends it, and the audio that is sent while the service
     * answers and the store writes, which is a quarter of a second here.
     */
    private static final Duration COST_OF_A_KILL = SENTENCE.plus(ofMillis((long) (250 * SPEED)));

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<ChildJvm> processes = new ArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private SttEmulator emulator;

    @TempDir
    Path folder;

    @BeforeEach
    void start_the_service() throws IOException {
        emulator = SttRouteSupport.service().keepAudio(false).start();
        Files.createDirectories(folder.resolve(RoutesOfAKilledJvm.INBOX));
        Files.createDirectories(folder.resolve(RoutesOfAKilledJvm.RESULTS));
    }

    @AfterEach
    void stop_everything() {
        processes.forEach(ChildJvm::kill);
        emulator.stop();
    }

    /** What is said, in sentences. */
    private record Talk(List<String> sentences, Tones audio) {
        static Talk of(int count, Random random) {
            List<String> words = List.of("one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
            List<String> sentences = IntStream.range(0, count)
                    .mapToObj(i -> IntStream.range(0, 3)
                            .mapToObj(word -> words.get(random.nextInt(words.size())))
                            .collect(Collectors.joining(" ")))
                    .toList();
            Tones audio = Tones.at(16_000);
            sentences.forEach(sentence -> audio.say(sentence).pause(ofMillis(800)));
            return new Talk(sentences, audio);
        }

        String text() {
            return String.join(" ", sentences);
        }
    }

    private String files() {
        return folder.resolve("sessions").toString();
    }

    private ChildJvm process(double speed, String store, String routed) throws IOException {
        ChildJvm process = new ChildJvm(
                RoutesOfAKilledJvm.class,
                said::add,
                emulator.uri().toString(),
                Double.toString(speed),
                store,
                folder.toString(),
                routed);
        processes.add(process);
        return process;
    }

    private Duration sent() {
        return emulator.sessions().stream().map(RecordedSession::audioDuration).reduce(Duration.ZERO, Duration::plus);
    }

    /** Random moments, by the audio that was sent until then: before the first is sent, and before all of it is. */
    private List<Duration> moments(int kills, Duration all) {
        return random.longs(kills, 0, all.toMillis() * 9 / 10)
                .sorted()
                .mapToObj(Duration::ofMillis)
                .toList();
    }

    private void until(BooleanSupplier condition) {
        await().atMost(2, TimeUnit.MINUTES)
                .pollDelay(Duration.ZERO)
                .pollInterval(ofMillis(1))
                .untilAsserted(() -> assertThat(condition.getAsBoolean())
                        .as("seed %d, %s sent, the processes say %s", seed, sent(), said)
                        .isTrue());
    }

    private void untilSaid(String line, int times) {
        until(() -> said.stream().filter(line::equals).count() >= times);
    }

    /** A moment between two blocks of audio, in which transcripts come, and are kept and routed. */
    private void moment() throws InterruptedException {
        new CountDownLatch(1).await(random.nextInt(60), TimeUnit.MILLISECONDS);
    }

    /** What was routed, by its id, in the order of its first time. */
    private Map<String, String> routedById(String file) throws IOException {
        Map<String, String> byId = new LinkedHashMap<>();
        for (String line : Files.readAllLines(folder.resolve(file))) {
            String[] parts = line.split("\\|", 2);
            String before = byId.putIfAbsent(parts[0], parts[1]);
            assertThat(before == null || before.equals(parts[1]))
                    .as("%s has one text, seed %d", parts[0], seed)
                    .isTrue();
        }
        return byId;
    }

    private void assertSent(Duration all) {
        assertThat(sent())
                .as("audio sent of %s ms, seed %d", all.toMillis(), seed)
                .isLessThan(Duration.ofMillis(all.toMillis() * 12 / 10).plus(COST_OF_A_KILL));
    }

    @Test
    void recordings_that_are_kept_in_files_survive_kill_9() throws Exception {
        recordingsSurvive(1, 8, files());
    }

    @Test
    @Tag("full")
    void recordings_that_are_kept_in_files_survive_20_kills() throws Exception {
        recordingsSurvive(20, 140, files());
    }

    @Test
    @Tag("full")
    void recordings_that_are_kept_by_a_database_survive_20_kills() throws Exception {
        Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        try {
            String url = "jdbc:h2:tcp://localhost:" + server.getPort() + "/mem:sessions;DB_CLOSE_DELAY=-1";
            createTables(url);
            recordingsSurvive(20, 140, url);
        } finally {
            server.stop();
        }
    }

    /** The database is killed too. */
    @Test
    @Tag("full")
    void recordings_that_are_kept_by_a_database_in_the_process_survive_20_kills() throws Exception {
        // Without this H2 writes to its file half a second after the commit.
        String url = "jdbc:h2:file:" + folder.resolve("database") + ";WRITE_DELAY=0";
        createTables(url);
        recordingsSurvive(20, 140, url + ";DB_CLOSE_DELAY=-1");
    }

    private static void createTables(String url) throws SQLException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url);
        new JdbcSessionRepository(database).createTables();
    }

    /** Two recordings, one after the other: the result of one is text, that of the other is subtitles. */
    private void recordingsSurvive(int kills, int sentences, String store) throws Exception {
        Talk text = Talk.of(sentences, random);
        Talk srt = Talk.of(sentences, random);
        Path inbox = folder.resolve(RoutesOfAKilledJvm.INBOX);
        Files.write(inbox.resolve("srt.wav"), srt.audio().wav());
        Files.write(inbox.resolve("text.wav"), text.audio().wav());
        Duration all = text.audio().duration().plus(srt.audio().duration());
        int started = 0;
        for (Duration moment : moments(kills, all)) {
            ChildJvm process = process(SPEED, store, "routed");
            untilSaid("started", ++started);
            until(() -> sent().compareTo(moment) >= 0);
            moment();
            process.kill();
        }
        Path results = folder.resolve(RoutesOfAKilledJvm.RESULTS);
        ChildJvm last = process(SPEED, store, "routed");
        until(() -> Files.exists(results.resolve("text.wav")) && Files.exists(results.resolve("srt.wav")));
        last.kill();
        // The message may be acknowledged, and it may not.
        process(SPEED, store, "routed");
        until(() -> !Files.exists(inbox.resolve("text.wav")) && !Files.exists(inbox.resolve("srt.wav")));

        assertThat(said.stream().filter(line -> !line.equals("started"))).isEmpty();
        assertThat(Files.readString(results.resolve("text.wav"))).isEqualTo(text.text());
        assertSubtitles(Files.readString(results.resolve("srt.wav")), srt);
        Map<String, String> bySession = new LinkedHashMap<>();
        routedById("routed")
                .forEach((id, spoken) -> bySession.merge(
                        id.substring(0, id.lastIndexOf('-')), spoken, (first, next) -> first + " " + next));
        assertThat(bySession.values()).as("seed %d", seed).containsExactlyInAnyOrder(text.text(), srt.text());
        assertSent(all);
    }

    /** All words are there in their order, in cues that are numbered, follow each other, and are shown when their words are spoken. */
    private void assertSubtitles(String srt, Talk talk) {
        List<String> words = new ArrayList<>();
        String[] cues = srt.strip().split("\\n\\n");
        for (int i = 0; i < cues.length; i++) {
            String[] lines = cues[i].split("\\n", 3);
            assertThat(lines[0]).isEqualTo(Integer.toString(i + 1));
            String[] times = lines[1].split(" --> ");
            assertThat(millis(times[0]))
                    .as("%s, seed %d", cues[i], seed)
                    .isBetween(said(words.size()), said(words.size()) + 20);
            words.addAll(List.of(lines[2].split("\\s+")));
            long last = said(words.size() - 1);
            assertThat(millis(times[1])).as("%s, seed %d", cues[i], seed).isBetween(last + 80, last + 500);
        }
        assertThat(String.join(" ", words)).isEqualTo(talk.text());
    }

    /** When a word is said. */
    private static long said(int word) {
        return SENTENCE.toMillis() * (word / 3) + 200 * (word % 3);
    }

    private static long millis(String time) {
        return Duration.between(LocalTime.MIN, LocalTime.parse(time.replace(',', '.')))
                .toMillis();
    }

    @Test
    @Tag("full")
    void a_stream_that_is_acknowledged_when_it_is_routed_survives_kill_9() throws Exception {
        streamSurvives(1, 16, files());
    }

    @Test
    @Tag("full")
    void a_stream_that_is_acknowledged_when_it_is_routed_survives_20_kills() throws Exception {
        streamSurvives(20, 280, files());
    }

    private void streamSurvives(int kills, int sentences, String store) throws Exception {
        Talk talk = Talk.of(sentences, random);
        Files.write(folder.resolve(RoutesOfAKilledJvm.STREAM), talk.audio().pcm());
        int messages = (int) (talk.audio().duration().toMillis() / RoutesOfAKilledJvm.MESSAGE_MILLIS);
        int started = 0;
        for (Duration moment : moments(kills, talk.audio().duration())) {
            ChildJvm process = process(SPEED, store, "routed");
            untilSaid("started", ++started);
            sendUnacknowledged(process, messages);
            until(() -> sent().compareTo(moment) >= 0);
            moment();
            process.kill();
        }
        sendUnacknowledged(process(SPEED, store, "routed"), messages);
        until(() -> unacknowledged(messages).isEmpty());

        assertThat(said.stream().filter(line -> line.startsWith("failed|"))).isEmpty();
        assertThat(said).contains("result|" + talk.text());
        assertThat(routedById("routed").values()).as("seed %d", seed).containsExactlyElementsOf(talk.sentences());
        assertSent(talk.audio().duration());
    }

    @Test
    @Tag("full")
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void an_application_that_is_stopped_and_goes_on_later_routes_no_more_of_a_recording() throws Exception {
        Talk talk = Talk.of(8, random);
        Path recording = folder.resolve(RoutesOfAKilledJvm.INBOX).resolve("text.wav");
        Files.write(recording, talk.audio().wav());
        ChildJvm zombie = process(2, files(), "zombie");
        until(() -> lines("zombie") >= 2);
        takenOverWhileStopped(zombie, 0);
        until(() -> !Files.exists(recording));
        goesOnAndRoutesNothing(zombie);

        assertThat(Files.readString(folder.resolve(RoutesOfAKilledJvm.RESULTS).resolve("text.wav")))
                .isEqualTo(talk.text());
        assertRoutedByBoth(talk);
    }

    @Test
    @Tag("full")
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void an_application_that_is_stopped_and_goes_on_later_routes_no_more_of_a_stream() throws Exception {
        Talk talk = Talk.of(8, random);
        Files.write(folder.resolve(RoutesOfAKilledJvm.STREAM), talk.audio().pcm());
        int messages = (int) (talk.audio().duration().toMillis() / RoutesOfAKilledJvm.MESSAGE_MILLIS);
        ChildJvm zombie = process(2, files(), "zombie");
        sendUnacknowledged(zombie, messages);
        until(() -> lines("zombie") >= 2);
        takenOverWhileStopped(zombie, messages);
        until(() -> said.contains("result|" + talk.text()));
        goesOnAndRoutesNothing(zombie);
        assertRoutedByBoth(talk);
    }

    private long lines(String file) {
        try {
            return Files.exists(folder.resolve(file))
                    ? Files.readAllLines(folder.resolve(file)).size()
                    : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it was stopped with the lock of the store, it is let go on for a moment. */
    private void takenOverWhileStopped(ChildJvm zombie, int messages) throws Exception {
        int connections = emulator.sessions().size();
        ChildJvm heir = process(SPEED, files(), "heir");
        while (emulator.sessions().size() == connections) {
            zombie.signal("-CONT");
            moment();
            zombie.signal("-STOP");
            long refused = failures();
            sendUnacknowledged(heir, messages);
            until(() -> emulator.sessions().size() > connections || failures() > refused);
        }
    }

    private long failures() {
        return said.stream().filter(line -> line.startsWith("failed|")).count();
    }

    private void goesOnAndRoutesNothing(ChildJvm zombie) throws Exception {
        long before = lines("zombie");
        zombie.signal("-CONT");
        until(() -> said.stream().anyMatch(line -> line.startsWith("failed|") && line.contains("superseded")));
        assertThat(lines("zombie")).as("seed %d", seed).isEqualTo(before);
    }

    /** Nothing is lost where one took over from the other; what both have routed has one id and one text. */
    private void assertRoutedByBoth(Talk talk) throws IOException {
        Map<String, String> byId = routedById("zombie");
        routedById("heir")
                .forEach((id, text) -> assertThat(byId.merge(id, text, (first, again) -> first))
                        .isEqualTo(text));
        assertThat(byId.values()).as("seed %d", seed).containsExactlyElementsOf(talk.sentences());
    }

    private List<Integer> unacknowledged(int messages) {
        Set<String> done = Set.copyOf(said);
        return IntStream.range(0, messages)
                .filter(number -> !done.contains("done|" + number))
                .boxed()
                .toList();
    }

    /** What a broker would send again, and then the rest. */
    private void sendUnacknowledged(ChildJvm process, int messages) throws IOException {
        String numbers =
                unacknowledged(messages).stream().map(number -> number + "\n").collect(Collectors.joining());
        Writer input = process.input();
        input.write(numbers);
        input.flush();
    }
}
