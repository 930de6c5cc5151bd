package io.github.camelelevenlabs.stt.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What lies between a connection and the reader of its bytes. */
class ResponseBodyTest {

    private final ResponseBody body =
            new ResponseBody(cause -> FetchException.temporary("broken: " + cause.getMessage(), cause));
    private final AtomicInteger wanted = new AtomicInteger();

    ResponseBodyTest() {
        body.connect(wanted::incrementAndGet, () -> {});
    }

    private void arrived(byte[] bytes) {
        body.arrived(Unpooled.wrappedBuffer(bytes));
    }

    @Test
    void there_is_room_for_a_limited_number_of_bytes() throws Exception {
        int reads = 0;
        for (; body.hasRoom(); reads++) {
            arrived(new byte[16 * 1024]);
        }
        assertThat(reads).isEqualTo(4);
        assertThat(body.take(new byte[100], 0, 100)).isEqualTo(100);
        assertThat(wanted).hasValue(0);
        assertThat(body.take(new byte[16 * 1024], 0, 16 * 1024)).isEqualTo(16 * 1024);
        assertThat(wanted).as("the connection is read again").hasValue(1);
        assertThat(body.hasRoom()).isTrue();
    }

    @Test
    void bytes_come_out_as_they_went_in() throws Exception {
        Random random = new Random(1);
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[20_000];
        while (in.size() < 2_000_000) {
            byte[] next = new byte[random.nextInt(16_000)];
            random.nextBytes(next);
            if (body.hasRoom()) {
                in.writeBytes(next);
                arrived(next);
            }
            out.write(buffer, 0, body.take(buffer, 0, random.nextInt(buffer.length)));
        }
        body.end();
        for (int count = body.take(buffer, 0, buffer.length); count > 0; count = body.take(buffer, 0, buffer.length)) {
            out.write(buffer, 0, count);
        }
        assertThat(out.toByteArray()).isEqualTo(in.toByteArray());
    }

    @Test
    void a_reader_waits_for_bytes_the_end_or_a_failure() throws Exception {
        CompletableFuture<Void> readable = body.readable();
        assertThat(readable).isNotDone();
        assertThat(wanted).hasValue(1);
        assertThat(body.take(new byte[1], 0, 1)).isZero();
        arrived(new byte[1]);
        assertThat(readable).isDone();
        body.fail(new IOException("cut"));
        assertThat(body.readable()).isDone();
        assertThat(body.take(new byte[1], 0, 1)).as("before the failure").isEqualTo(1);
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> body.take(new byte[1], 0, 1))
                .withMessage("broken: cut");
    }

    @Test
    void the_first_bytes_are_given_again() throws Exception {
        CompletableFuture<byte[]> first = body.first(4);
        arrived(new byte[] {1, 2});
        assertThat(first).isNotDone();
        arrived(new byte[] {3, 4, 5});
        assertThat(first).isCompletedWithValueMatching(bytes -> bytes.length == 4 && bytes[3] == 4);
        assertThat(body.readNBytes(5)).containsExactly(1, 2, 3, 4, 5);
    }
}
