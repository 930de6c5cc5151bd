package io.github.camelelevenlabs.stt.benchmark.load;

/**
 * What a client has to do at once.
 *
 * @param sessions        all with the same recording
 * @param words           of the recording
 * @param paced           whether audio is sent at the speed of speech; otherwise as fast as it goes
 * @param openedPerSecond how fast sessions begin; 0 is all at once
 */
public record Load(int sessions, int words, boolean paced, int openedPerSecond) {

    /** All at once, as fast as it goes. */
    public static Load unpaced(int sessions, int seconds) {
        return new Load(sessions, words(seconds), false, 0);
    }

    /** At the speed of speech. */
    public static Load paced(int sessions, int seconds, int openedPerSecond) {
        return new Load(sessions, words(seconds), true, openedPerSecond);
    }

    /** Those that take about as long, and end with speech. */
    private static int words(int seconds) {
        return PeriodicSpeech.wordsBefore(seconds * 1_000L) + 1;
    }

    /** As {@link #command()} writes it. */
    public static Load of(String[] command) {
        return new Load(
                Integer.parseInt(command[1]),
                Integer.parseInt(command[2]),
                Boolean.parseBoolean(command[3]),
                Integer.parseInt(command[4]));
    }

    /** As a client reads it. The length of a recording is for those that do not know the speech. */
    public String command() {
        return "send " + sessions + " " + words + " " + paced + " " + openedPerSecond + " "
                + PeriodicSpeech.bytes(words);
    }

    public String text() {
        return PeriodicSpeech.text(0, words);
    }

    /** The samples of one session. */
    public byte[] recording() {
        return PeriodicSpeech.recording(words);
    }

    /** The samples of all sessions. */
    public long bytes() {
        return (long) sessions * PeriodicSpeech.bytes(words);
    }

    public double secondsOfAudio() {
        return (double) bytes() / PeriodicSpeech.BYTES_PER_SECOND;
    }
}
