package io.github.camelelevenlabs.stt.threads;

import io.github.camelelevenlabs.stt.threads.SessionLoop.Timer;
import java.time.Duration;

/**
 * The alarms of all sessions of a loop, in a wheel of slots of one tick each. What becomes due within a tick runs at its end, one task after
 * the other, so a loop wakes up as often for a thousand paced sessions as for twenty; of many, a few at a time, so that what the sockets
 * bring meanwhile does not wait for all of them. To set, cancel or run an alarm takes constant time and no
 * object. One timer of the loop drives the wheel; it is set for the next slot that is used, and not at all while no alarm is set.
 * Used on the loop, except that any thread may make an alarm.
 */
public final class Ticks {

    /** How late an alarm may be, by itself. Twenty ticks are a chunk of audio. */
    static final Duration TICK = Duration.ofMillis(5);

    private static final long TICK_NANOS = TICK.toNanos();

    /** As many as a long has bits. An alarm that is further away goes around the wheel more than once. */
    private static final int SLOTS = Long.SIZE;

    /** How many alarms run before the loop looks at its sockets, which takes as long as a small part of one of them. */
    static final int MAX_PER_TURN = 16;

    private final SessionLoop loop;
    private final Entry[] slots = new Entry[SLOTS];
    /** The slots that may have entries, a bit each. */
    private long used;
    /** What has become due and did not run yet. */
    private final Entry due = new Entry(() -> {});

    private int waiting;
    /** The last tick that was run; all slots are counted from here. */
    private long current;

    private boolean running;
    private Timer timer = Timer.NONE;
    private long timerTick = Long.MAX_VALUE;

    /** @param loop runs the timer that drives the wheel */
    public Ticks(SessionLoop loop) {
        this.loop = loop;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Entry(() -> {});
        }
    }

    /** An alarm that is not set yet. If its task throws, the alarms due with it run nevertheless. */
    public Alarm alarm(Runnable task) {
        return new Entry(task);
    }

    private void run() {
        timerTick = Long.MAX_VALUE;
        running = true;
        try {
            collect(Math.floorDiv(loop.nanoTime(), TICK_NANOS));
            for (int run = 0; run < MAX_PER_TURN && !due.isAlone(); run++) {
                Entry next = due.next;
                next.cancel();
                next.task.run();
            }
        } finally {
            running = false;
            setTimer();
        }
    }

    /** Moves what is due at this tick out of the slots. */
    private void collect(long tick) {
        for (long passed = Math.max(current + 1, tick - SLOTS + 1); passed <= tick; passed++) {
            Entry slot = slots[index(passed)];
            for (Entry entry = slot.next; entry != slot; ) {
                Entry following = entry.next;
                if (entry.tick <= tick) {
                    entry.leave();
                    entry.join(due);
                }
                entry = following;
            }
        }
        current = tick;
    }

    private void setTimer() {
        if (running) {
            return;
        }
        long tick = nextTick();
        if (tick < timerTick || waiting == 0) {
            timer.cancel();
            timer = Timer.NONE;
            timerTick = tick;
            if (tick != Long.MAX_VALUE) {
                // A task that is executed would run before the loop looks at its sockets; one that is scheduled does
                // not.
                timer = loop.schedule(Duration.ofNanos(tick * TICK_NANOS - loop.nanoTime()), this::run);
            }
        }
    }

    /** The next tick whose slot is used; the one that was run last if it left something. */
    private long nextTick() {
        if (!due.isAlone()) {
            return current;
        }
        while (used != 0) {
            long tick = current + 1 + Long.numberOfTrailingZeros(Long.rotateRight(used, index(current + 1)));
            if (!slots[index(tick)].isAlone()) {
                return tick;
            }
            used &= ~(1L << index(tick));
        }
        return Long.MAX_VALUE;
    }

    private static int index(long tick) {
        return (int) (tick & SLOTS - 1);
    }

    /** An alarm, and its place in the ring of a slot; each slot is an entry too. */
    private final class Entry implements Alarm {
        private final Runnable task;
        private long tick;
        private Entry previous = this;
        private Entry next = this;

        Entry(Runnable task) {
            this.task = task;
        }

        @Override
        public void set(long nanoTime) {
            if (waiting == 0 && !running) {
                current = Math.floorDiv(loop.nanoTime(), TICK_NANOS);
            }
            long wanted = Math.max(-Math.floorDiv(-nanoTime, TICK_NANOS), current + 1);
            if (isAlone()) {
                waiting++;
            } else if (wanted == tick) {
                return;
            } else {
                leave();
            }
            tick = wanted;
            join(slots[index(tick)]);
            used |= 1L << index(tick);
            setTimer();
        }

        @Override
        public void cancel() {
            if (!isAlone()) {
                leave();
                waiting--;
                if (waiting == 0) {
                    setTimer();
                }
            }
        }

        boolean isAlone() {
            return next == this;
        }

        void join(Entry ring) {
            previous = ring.previous;
            next = ring;
            previous.next = this;
            ring.previous = this;
        }

        void leave() {
            previous.next = next;
            next.previous = previous;
            previous = this;
            next = this;
        }
    }
}
