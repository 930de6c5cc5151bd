package io.github.camelelevenlabs.stt.audio.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.github.camelelevenlabs.stt.audio.ffmpeg.FfmpegSearch.Place;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderMissingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegSearchTest {

    @TempDir
    Path folder;

    private final AtomicLong now = new AtomicLong();

    @Test
    void the_ffmpeg_from_maven_runs() throws Exception {
        FfmpegProgram program = new FfmpegSearch().find(null);
        assertThat(program.executable().toString()).contains("org/bytedeco/ffmpeg");
    }

    @Test
    void the_configured_ffmpeg_comes_first() throws Exception {
        Path named = Scripts.write(folder, "echo ffmpeg version 1");
        assertThat(new FfmpegSearch().find(named.toString()).executable()).isEqualTo(named);
    }

    @Test
    void a_configured_ffmpeg_that_does_not_run_is_not_replaced_by_another() throws Exception {
        Path broken = Scripts.write(folder, "echo 'missing libva.so.2' >&2; exit 127");
        Path text = Files.writeString(folder.resolve("text"), "no program");
        for (String named : new String[] {broken.toString(), text.toString(), "/no/such/ffmpeg"}) {
            assertThatExceptionOfType(DecoderMissingException.class)
                    .isThrownBy(() -> new FfmpegSearch().find(named))
                    .withMessageStartingWith("ffmpegPath=" + named + " is no ffmpeg that runs: ");
        }
        assertThatExceptionOfType(DecoderMissingException.class)
                .isThrownBy(() -> new FfmpegSearch().find(broken.toString()))
                .withMessageEndingWith("missing libva.so.2");
    }

    @Test
    void without_an_ffmpeg_the_message_names_the_three_places() {
        FfmpegSearch nowhere = new FfmpegSearch(
                List.of(
                        new Place("org.bytedeco:ffmpeg on the class path", Optional::empty),
                        new Place("ffmpeg on PATH", Optional::empty)),
                now::get);
        assertThatExceptionOfType(DecoderMissingException.class)
                .isThrownBy(() -> nowhere.find(null))
                .withMessageContaining("ffmpegPath")
                .withMessageContaining("org.bytedeco:ffmpeg on the class path (there is none)")
                .withMessageContaining("ffmpeg on PATH (there is none)");
    }

    @Test
    void an_ffmpeg_that_does_not_run_is_skipped() throws Exception {
        FfmpegProgram broken = new FfmpegProgram(Scripts.write(folder, "exit 1"), List.of());
        FfmpegProgram runs = Encoder.program();
        Place unreadable = new Place("unreadable", () -> {
            throw new AccessDeniedException("/home/nobody/.javacpp");
        });
        FfmpegSearch search = new FfmpegSearch(
                List.of(
                        new Place("broken", () -> Optional.of(broken)),
                        unreadable,
                        new Place("runs", () -> Optional.of(runs))),
                now::get);
        assertThat(search.find(null)).isEqualTo(runs);
        assertThatExceptionOfType(DecoderMissingException.class)
                .isThrownBy(() -> new FfmpegSearch(List.of(unreadable), now::get).find(null))
                .withMessageContaining("unreadable (java.nio.file.AccessDeniedException: /home/nobody/.javacpp)");
    }

    @Test
    void another_program_is_not_accepted_as_ffmpeg() {
        for (String other : new String[] {"/bin/true", "/bin/echo", "no\0path"}) {
            assertThatExceptionOfType(DecoderMissingException.class)
                    .isThrownBy(() -> new FfmpegSearch().find(other))
                    .withMessageStartingWith("ffmpegPath=" + other + " is no ffmpeg that runs: ");
        }
    }

    @Test
    void a_missing_ffmpeg_is_remembered_for_a_short_time() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        AtomicReference<Optional<FfmpegProgram>> there = new AtomicReference<>(Optional.empty());
        Place place = new Place("somewhere", () -> {
            looks.incrementAndGet();
            return there.get();
        });
        FfmpegSearch search = new FfmpegSearch(List.of(place), now::get);
        for (int message = 0; message < 1_000; message++) {
            assertThatExceptionOfType(DecoderMissingException.class)
                    .isThrownBy(() -> search.find(null))
                    .withMessageContaining("somewhere (there is none)");
        }
        assertThat(looks).hasValue(1);
        there.set(Optional.of(Encoder.program()));
        now.addAndGet(FfmpegSearch.MISSING_REMEMBERED.toNanos() - 1);
        assertThatExceptionOfType(DecoderMissingException.class).isThrownBy(() -> search.find(null));
        now.incrementAndGet();
        assertThat(search.find(null)).isEqualTo(Encoder.program());
        assertThat(search.find(null)).isEqualTo(Encoder.program());
        assertThat(looks).hasValue(2);
    }

    @Test
    void a_forgotten_ffmpeg_is_searched_again() throws Exception {
        Path named = Scripts.write(folder, "echo ffmpeg version 1");
        FfmpegSearch search = new FfmpegSearch();
        search.find(named.toString());
        Files.delete(named);
        assertThat(search.find(named.toString()).executable()).isEqualTo(named);
        search.forget(named.toString());
        assertThatExceptionOfType(DecoderMissingException.class).isThrownBy(() -> search.find(named.toString()));
    }

    @Test
    void one_search_serves_all_waiting_threads() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        CountDownLatch slow = new CountDownLatch(1);
        FfmpegSearch search = new FfmpegSearch(
                List.of(new Place("slow", () -> {
                    looks.incrementAndGet();
                    slow.await();
                    return Optional.empty();
                })),
                now::get);
        List<CompletableFuture<String>> found = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> assertThatExceptionOfType(DecoderMissingException.class)
                                .isThrownBy(() -> search.find(null))
                                .actual()
                                .getMessage(),
                        task -> new Thread(task).start()))
                .limit(20)
                .toList();
        await().untilAtomic(looks, equalTo(1));
        slow.countDown();
        assertThat(found)
                .allSatisfy(message -> assertThat(message)
                        .succeedsWithin(10, TimeUnit.SECONDS)
                        .asString()
                        .contains("slow (there is none)"));
        assertThat(looks).hasValue(1);
    }
}
