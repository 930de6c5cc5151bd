package io.github.camelelevenlabs.stt.threads;

/**
 * A task that is to run at a time, which is set again and again. Runs at most a tick of the loop late, together with what else becomes
 * due there, and never early. Setting it costs no object and no other timer. Used on the loop.
 */
public interface Alarm {

    /** Lets the task run once at this time of the loop's clock, instead of the time that was set before. */
    void set(long nanoTime);

    /** Lets the task not run, until the alarm is set again. */
    void cancel();
}
