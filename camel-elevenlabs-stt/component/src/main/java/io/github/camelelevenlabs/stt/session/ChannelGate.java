package io.github.camelelevenlabs.stt.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The gate for the sessions of one recording's channels, which all get their turn at once. No channel progresses without
 * the others, so two recordings with one place each would wait for each other for ever. Sessions enter and leave on one
 * loop; their turn may come on any thread.
 */
final class ChannelGate implements Admission {

    private final Admission gate;
    private final int channels;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Member> members = new ArrayList<>();
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

    /** @param places of one channel's session, which is 1: all channels get in together */
    @Override
    public Ticket enter(int limit, int places, Runnable turn) {
        Member member = new Member(turn);
        boolean first;
        lock.lock();
        try {
            first = members.isEmpty();
            members.add(member);
        } finally {
            lock.unlock();
        }
        if (first) {
            Ticket asked = gate.enter(limit, channels, this::onTurn);
            lock.lock();
            try {
                ticket = asked;
            } finally {
                lock.unlock();
            }
        } else {
            admit();
        }
        return member;
    }

    private void onTurn() {
        lock.lock();
        try {
            inside = true;
        } finally {
            lock.unlock();
        }
        admit();
    }

    private void admit() {
        List<Member> admitted = new ArrayList<>();
        lock.lock();
        try {
            if (inside) {
                members.stream().filter(member -> !member.admitted).forEach(admitted::add);
                admitted.forEach(member -> member.admitted = true);
            }
        } finally {
            lock.unlock();
        }
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
            Ticket emptied = null;
            lock.lock();
            try {
                if (members.remove(this) && members.isEmpty()) {
                    emptied = ticket;
                    ticket = null;
                    inside = false;
                }
            } finally {
                lock.unlock();
            }
            if (emptied != null) {
                emptied.leave();
            }
        }
    }
}
