package io.github.camelelevenlabs.stt.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelelevenlabs.stt.repository.SessionRepository.KeptSession;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileSessionRepositoryTest extends SessionRepositoryContract {

    @TempDir
    Path temporary;

    private Path folder() {
        return temporary.resolve("not/there/yet");
    }

    @Override
    FileSessionRepository repository() {
        return new FileSessionRepository(folder());
    }

    @Override
    FileSessionRepository repository(Runnable betweenCheckAndWrite) {
        return new FileSessionRepository(folder(), Duration.ofSeconds(20), betweenCheckAndWrite);
    }

    private Path file() {
        return folder().resolve(SessionKey.of(KEY).hash() + ".session");
    }

    private byte[] bytes() throws IOException {
        return Files.readAllBytes(file());
    }

    /** Three appends, the last one of two entries. */
    private long written() throws Exception {
        SessionRepository repository = repository();
        long epoch = repository.open(KEY).epoch();
        repository.append(KEY, epoch, List.of(entry(0)));
        repository.append(KEY, epoch, List.of(entry(1)));
        repository.append(KEY, epoch, List.of(entry(2), entry(3)));
        return epoch;
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file());
    }

    @Test
    void lines_are_json_behind_a_checksum_the_append_the_epoch_and_the_kind() throws Exception {
        written();
        repository().open(KEY);
        assertThat(lines().stream()
                        .map(line -> line.replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "TIME")
                                .substring(8)))
                .containsExactly(
                        " 1+0 1 session {\"format\":1,\"key\":\"call-4711\",\"at\":\"TIME\"}",
                        " 2+0 1 entry {\"number\":0}",
                        " 3+0 1 entry {\"number\":1}",
                        " 4+1 1 entry {\"number\":2}",
                        " 4+0 1 entry {\"number\":3}",
                        " 5+0 2 opened {\"at\":\"TIME\"}");
        assertThat(lines().get(1)).isEqualTo("43567765 2+0 1 entry {\"number\":0}");
    }

    @Test
    void what_is_torn_at_the_end_is_cut_off_wherever_it_is_torn() throws Exception {
        written();
        byte[] whole = bytes();
        int lastAppend = whole.length - 2 * (lines().get(4).length() + 1);
        for (int length = lastAppend; length < whole.length; length += 3) {
            Files.write(file(), Arrays.copyOf(whole, length));
            KeptSession kept = repository().open(KEY);
            assertThat(kept.entries()).as("cut at %d", length).containsExactly(entry(0), entry(1));
            repository().append(KEY, kept.epoch(), List.of(entry(9)));
            assertThat(repository().open(KEY).entries()).containsExactly(entry(0), entry(1), entry(9));
        }
    }

    @Test
    void blocks_of_zeros_at_the_end_are_cut_off() throws Exception {
        written();
        byte[] whole = bytes();
        Files.write(file(), Arrays.copyOf(whole, whole.length + 4096));
        assertThat(repository().open(KEY).entries()).hasSize(4);
        // The block that the last append begins in did not reach the disk, the one it ends in did.
        byte[] zeros = whole.clone();
        Arrays.fill(zeros, whole.length - 60, whole.length - 40, (byte) 0);
        Files.write(file(), zeros);
        assertThat(repository().open(KEY).entries()).containsExactly(entry(0), entry(1));
    }

    @Test
    void an_append_behind_a_torn_one_cuts_it_off_as_well() throws Exception {
        long epoch = written();
        byte[] whole = bytes();
        for (int torn : new int[] {1, 10, 40}) {
            Files.write(file(), Arrays.copyOf(whole, whole.length - torn));
            repository().append(KEY, epoch, List.of(entry(9)));
            assertThat(Files.readString(file())).endsWith(" 4+0 1 entry {\"number\":9}\n");
        }
        assertThat(repository().open(KEY).entries()).containsExactly(entry(0), entry(1), entry(9));
    }

    @Test
    void a_beginning_that_is_torn_is_a_new_session() throws Exception {
        repository().open(KEY);
        byte[] whole = bytes();
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file(), Arrays.copyOf(whole, length));
            KeptSession kept = repository().open(KEY);
            assertThat(kept.entries()).isEmpty();
            repository().append(KEY, kept.epoch(), List.of(entry(1)));
            assertThat(repository().open(KEY).entries()).containsExactly(entry(1));
        }
        Files.write(file(), new byte[0]);
        repository().remove(KEY, 1);
        assertThat(file()).doesNotExist();
    }

    @Test
    void damage_in_the_middle_is_an_error_that_names_the_file() throws Exception {
        written();
        byte[] whole = bytes();
        int lastAppend = whole.length - 2 * (lines().get(4).length() + 1);
        for (int at = 0; at < lastAppend; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file(), damaged);
            assertThatThrownBy(() -> repository().open(KEY))
                    .as("damage at %d", at)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file() + " is damaged at byte ");
            assertThat(bytes()).isEqualTo(damaged);
        }
    }

    @Test
    void a_line_that_was_deleted_or_doubled_is_damage() throws Exception {
        written();
        List<String> lines = lines();
        for (List<String> damaged : List.of(
                Stream.concat(lines.stream().limit(1), lines.stream().skip(2)).toList(),
                Stream.concat(lines.stream().limit(2), lines.stream().skip(1)).toList(),
                lines.subList(1, lines.size()))) {
            Files.write(file(), damaged);
            assertThatThrownBy(() -> repository().open(KEY)).hasMessageContaining("is damaged at byte ");
        }
    }

    @Test
    void a_file_of_a_later_version_is_refused_by_its_format() throws Exception {
        repository().open(KEY);
        Files.write(file(), new SessionLine(1, 0, 1, SessionLine.Kind.SESSION, "{\"format\":2,\"k\":1}").bytes());
        assertThatThrownBy(() -> repository().open(KEY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("key 'call-4711' has the format 2, and this version reads format 1");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void only_the_owner_may_read_what_is_created() throws Exception {
        written();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void a_session_that_is_over_leaves_nothing_of_itself() throws Exception {
        SessionRepository repository = repository();
        repository.remove(KEY, written());
        try (Stream<Path> left = Files.list(folder())) {
            assertThat(left).containsExactly(folder().resolve("locks"));
        }
        try (Stream<Path> locks = Files.list(folder().resolve("locks"))) {
            assertThat(locks).singleElement().satisfies(lock -> assertThat(lock).hasSize(21));
        }
    }

    @Test
    void a_folder_that_goes_away_is_no_new_session_in_its_place() throws Exception {
        FileSessionRepository repository = repository();
        long epoch = repository.open(KEY).epoch();
        Path away = temporary.resolve("away");
        Files.move(folder(), away);
        assertThatThrownBy(() -> repository.append(KEY, epoch, List.of(entry(0))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("The session of key 'call-4711' cannot be kept in " + file())
                .hasMessageContaining("has gone; mount its volume again");
        Files.createDirectory(folder());
        assertThatThrownBy(() -> repository.open("another")).hasMessageContaining("has gone");
        Files.delete(folder());
        Files.move(away, folder());
        repository.append(KEY, epoch, List.of(entry(0)));
        assertThat(repository.open(KEY).entries()).containsExactly(entry(0));
    }

    @Test
    void a_file_in_the_place_of_the_folder_is_named() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThatThrownBy(() -> new FileSessionRepository(file).open(KEY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
        Files.createDirectories(folder());
        Files.createFile(folder().resolve("locks"));
        assertThatThrownBy(() -> repository().open(KEY)).hasMessageEndingWith("locks is no folder");
    }

    @Test
    void a_lock_that_is_held_for_too_long_is_an_error_that_names_it() throws Exception {
        repository().open(KEY);
        FileSessionRepository impatient = new FileSessionRepository(folder(), Duration.ofMillis(50), () -> {});
        Path lock = folder().resolve("locks").resolve(SessionKey.of(KEY).hash().substring(0, 2));
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            channel.lock();
            assertThatThrownBy(() -> impatient.open(KEY))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another process has held the lock " + lock);
        }
        impatient.open(KEY);
    }

    @Test
    void an_interrupted_thread_fails_its_own_append_only() throws Exception {
        FileSessionRepository repository = repository();
        long epoch = repository.open(KEY).epoch();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> repository.append(KEY, epoch, List.of(entry(0))))
                .isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
        repository.append(KEY, epoch, List.of(entry(1)));
        assertThat(repository.open(KEY).entries()).containsExactly(entry(1));
    }

    /** Two applications in one server: the locks of files are those of the whole JVM. */
    @Test
    void class_loaders_of_one_jvm_exclude_each_other() throws Exception {
        URL[] classes = {
            FileSessionRepository.class.getProtectionDomain().getCodeSource().getLocation()
        };
        SessionRepository repository = repository();
        long first = repository.open(KEY).epoch();
        try (URLClassLoader other = new URLClassLoader(classes, null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                return name.startsWith("io.github.camelelevenlabs")
                        ? super.findClass(name)
                        : FileSessionRepositoryTest.class.getClassLoader().loadClass(name);
            }
        }) {
            Class<?> type = other.loadClass(FileSessionRepository.class.getName());
            assertThat(type).isNotEqualTo(FileSessionRepository.class);
            Object stranger = type.getConstructor(Path.class).newInstance(folder());
            Thread[] writers = new Thread[2];
            for (int i = 0; i < writers.length; i++) {
                int number = i;
                writers[i] = new Thread(() -> {
                    for (int j = 0; j < 20; j++) {
                        openAnyway(number == 0 ? repository : stranger);
                    }
                });
                writers[i].start();
            }
            for (Thread writer : writers) {
                writer.join(Duration.ofMinutes(1).toMillis());
            }
            assertThat(repository.open(KEY).epoch()).isEqualTo(first + 2 * 20 + 1);
        }
    }

    private static void openAnyway(Object repository) {
        try {
            repository.getClass().getMethod("open", String.class).invoke(repository, KEY);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void the_lock_goes_on_behind_an_epoch_that_a_crash_left_empty() throws Exception {
        long epoch = written();
        Path lock = folder().resolve("locks").resolve(SessionKey.of(KEY).hash().substring(0, 2));
        Files.write(lock, new byte[21]);
        assertThat(repository().open(KEY).epoch()).isGreaterThan(epoch);
        Files.writeString(lock, "what is this?", StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> repository().open(KEY)).hasMessageContaining(lock + " does not hold the number");
    }
}
