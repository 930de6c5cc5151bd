package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.threads.Mutex;
import java.util.ArrayList;
import java.util.List;

/**
 * The gate for the sessions of one recording's channels, which all get their turn at once. No channel progresses without
 * the others, so two recordings with one place each would wait for each other for ever. Sessions enter and leave on one
 * loop; their turn may come on any thread.
 */
final class ChannelGate implements Admission {

    private final Admission gate;
    private final int channels;

    private final Mutex lock = new Mutex();
    private final List<Member> members = new ArrayList<>();
    private int entered;
    private Ticket ticket;
    private boolean inside;

    ChannelGate(Admission gate, int channels) {
        this.gate = gate;
        this.channels = channels;
    }

    @Override
    public int most(int limit) {
        return gate.most(limit);
    }

    /**
     * All channels get in together. What enters after them is a connection beside that of a channel, and waits alone.
     *
     * @param places of one channel's session, which is 1
     */
    @Override
    public Ticket enter(int limit, int places, Runnable turn) {
        if (lock.get(() -> ++entered > channels)) {
            return gate.enter(limit, places, turn);
        }
        Member member = new Member(turn);
        boolean first = lock.get(() -> {
            members.add(member);
            return members.size() == 1;
        });
        if (first) {
            Ticket asked = gate.enter(limit, channels, this::onTurn);
            lock.run(() -> ticket = asked);
        } else {
            admit();
        }
        return member;
    }

    private void onTurn() {
        lock.run(() -> inside = true);
        admit();
    }

    private void admit() {
        List<Member> admitted = lock.get(() -> {
            List<Member> next = members.stream()
                    .filter(member -> inside && !member.admitted)
                    .toList();
            next.forEach(member -> member.admitted = true);
            return next;
        });
        admitted.forEach(member -> SessionGate.take(member.turn, member));
    }

    private final class Member implements Ticket {
        private final Runnable turn;
        private boolean admitted;

        private Member(Runnable turn) {
            this.turn = turn;
        }

        /** Gives up the places of all channels when the last one leaves. */
        @Override
        public void leave() {
            Ticket emptied = lock.get(() -> {
                if (!members.remove(this) || !members.isEmpty()) {
                    return null;
                }
                Ticket ours = ticket;
                ticket = null;
                inside = false;
                return ours;
            });
            if (emptied != null) {
                emptied.leave();
            }
        }
    }
}
