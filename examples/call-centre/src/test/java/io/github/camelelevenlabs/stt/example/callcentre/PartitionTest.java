package io.github.camelelevenlabs.stt.example.callcentre;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.example.callcentre.Partition.RevokedException;
import io.github.camelelevenlabs.stt.example.callcentre.Partition.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PartitionTest {

    private final Partition partition = new Partition(0);
    private final List<Taken> handedOver = new ArrayList<>();
    /** What became of records, by offset. */
    private final Map<Long, String> replies = new TreeMap<>();

    private void take(long offset, String call) {
        partition.take(offset, new CallRecord(call, new byte[0], 0, false), handedOver::add);
    }

    private void done(long offset) {
        partition.done(
                offset,
                failure -> replies.put(
                        offset,
                        failure == null ? "committed" : failure.getClass().getSimpleName()));
    }

    @Test
    void a_record_has_its_reply_when_it_is_committed_with_all_before_it() {
        take(0, "a");
        take(1, "b");
        done(1);
        assertThat(partition.hasMoreToCommit()).isFalse();
        done(0);
        assertThat(partition.position()).isEqualTo(2);
        assertThat(replies).isEmpty();
        partition.committed(1);
        assertThat(replies).containsExactly(Map.entry(0L, "committed"));
        partition.committed(2);
        assertThat(replies).containsExactly(Map.entry(0L, "committed"), Map.entry(1L, "committed"));
        assertThat(partition.hasMoreToCommit()).isFalse();
    }

    @Test
    void a_record_that_is_skipped_holds_back_none() {
        partition.skip(0);
        take(1, "a");
        assertThat(partition.position()).isEqualTo(1);
    }

    @Test
    void what_is_not_committed_when_the_partition_is_revoked_fails() {
        String revoked = RevokedException.class.getSimpleName();
        take(0, "a");
        take(1, "a");
        done(0);
        partition.revoke();
        done(1);
        assertThat(replies).containsExactly(Map.entry(0L, revoked), Map.entry(1L, revoked));
    }

    @Test
    void a_call_that_failed_does_not_hold_up_another() {
        take(0, "a");
        take(1, "b");
        handedOver.get(0).call().failed(0);
        take(2, "a");
        take(3, "b");
        assertThat(handedOver).extracting(Taken::offset).containsExactly(0L, 1L, 3L);
        partition.retry(Long.MAX_VALUE);
        assertThat(handedOver).extracting(Taken::offset).containsExactly(0L, 1L, 3L, 0L, 2L);
    }
}
