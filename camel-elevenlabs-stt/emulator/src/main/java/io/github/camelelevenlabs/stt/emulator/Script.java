package io.github.camelelevenlabs.stt.emulator;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Adds faults and messages to what the emulator does by the service's rules, each at a moment of a connection:
 *
 * <pre>{@code
 * emulator.script()
 *         .onConnection(1).afterAudio(ofSeconds(2)).fault(new DropConnection())
 *         .onConnection(2).onCommit(1).fault(new SwallowCommitAnswer()).committed("something else");
 * }</pre>
 *
 * Connections are counted from 1, refused ones included. Each cue runs once on its connection. Thread-safe; a cue
 * that is added after its moment does not run.
 */
public interface Script {

    /** The following cues belong to the connection of this number, from 1. */
    When onConnection(int number);

    /** The following cues belong to every connection. */
    When onEveryConnection();

    /** When a connection has sent this much audio; on the first connection that reaches it. */
    When afterAudio(Duration audio);

    /** At the commit of this number, from 1, on the first connection that reaches it. */
    When onCommit(int number);

    /** When a connection has sent this many messages; on the first connection that reaches it. */
    When afterMessages(int messages);

    /** Adds all cues of a plan, such as a {@link FaultPlan}. */
    Script follow(Consumer<Script> plan);

    /** Every cue on a line, such as {@code connection 2, AfterAudio[audio=PT3S]: Do[fault=DropConnection[]]}. */
    @Override
    String toString();

    /** A moment of a connection, to which acts are added. By default it is the moment when the connection opens. */
    interface When {
        /** Once {@code session_started} was sent. */
        When onceStarted();

        /** As soon as the client has sent this much audio on the connection. */
        When afterAudio(Duration audio);

        /** As soon as the client has sent this many messages on the connection, whatever they are; pings do not count. */
        When afterMessages(int messages);

        /** This time after {@code session_started} was sent, divided by the emulator's speed. */
        When afterTime(Duration time);

        /** At the commit of this number on the connection, from 1: the client's and the service's own count alike. */
        When onCommit(int number);

        /** Once the first message of the answer of this number, from 1, is sent, and its twin is not. */
        When onAnswer(int number);

        /** See {@link Script#onConnection}. */
        When onConnection(int number);

        /** The following cues belong to the next connection. Possible only after a connection was named by its number. */
        When onReconnect();

        When fault(Fault fault);

        /** Sends this text unchanged. */
        When send(String json);

        When partial(String text);

        /** Sends a committed transcript, with its twin if the client asked for it, as if the service had committed. */
        When committed(String text);

        /** Commits the open segment, as if its speech had ended here. Without an open segment it has no effect. */
        When commit();

        When warning(String text);

        /** Sends an edited transcript. @param text the committed text that it edits */
        When edited(String text, String editedText);

        /** Sends a {@code final_transcript}, which is in the service's contract but was never observed. */
        When finalTranscript(String text);
    }
}
