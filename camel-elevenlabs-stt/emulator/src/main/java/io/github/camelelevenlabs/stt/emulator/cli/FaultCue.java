package io.github.camelelevenlabs.stt.emulator.cli;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Script;
import io.github.camelelevenlabs.stt.emulator.Script.When;
import io.github.camelelevenlabs.stt.emulator.ServiceError;
import io.github.camelelevenlabs.stt.emulator.script.CueList;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A fault as it is written on the command line: {@code what[@when][@connection]}, such as {@code drop@2s},
 * {@code close:1011@commit:2} or {@code refuse:429@every-connection}.
 *
 * @param connection its number, or {@link #EVERY}
 * @param when       the moment of a connection
 */
record FaultCue(Fault fault, int connection, Function<When, When> when) {
    static final int EVERY = 0;

    static final List<String> USAGE = List.of(
            "A fault is WHAT[@WHEN][@CONNECTION]. WHAT is one of",
            "  drop                     resets the connection",
            "  hang-up                  ends the connection without a close frame",
            "  close:CODE[:REASON]      closes",
            "  error:TYPE               sends an error, such as quota_exceeded, and closes if the service does then",
            "  error:TYPE:CODE          the same, and closes with this code",
            "  stall:TIME               says nothing for this long, then all at once",
            "  silent                   says nothing any more",
            "  stop-reading:TIME        reads nothing for this long",
            "  no-answer                leaves a commit unanswered; like the next three it needs @commit:N",
            "  empty-answer             answers a commit without text",
            "  repeat-text:N            has the text of a commit N times in its answer",
            "  repeat-answer:N          answers a commit N times",
            "  refuse:STATUS            answers the handshake with this HTTP status",
            "  never-start              never sends session_started",
            "WHEN is one of",
            "  open                     when the connection opens (if not given)",
            "  start                    after session_started",
            "  TIME                     after this much audio: 2s, 500ms",
            "  time:TIME                this long after session_started",
            "  messages:N               after this many messages",
            "  commit:N                 at the commit of this number, from 1",
            "  answer:N                 within the answer to a commit, before its second message",
            "CONNECTION is connection:N, from 1, or every-connection; connection:1 if not given.",
            "Examples: drop@2s  close:1011@commit:2  error:quota_exceeded@start@every-connection");

    /** @throws IllegalArgumentException saying in one line what is wrong */
    static FaultCue parse(String text) {
        String[] parts = text.split("@", -1);
        Function<When, When> when = moment -> moment;
        int connection = 1;
        boolean timed = false;
        boolean counted = false;
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i];
            boolean names = part.equals("every-connection") || part.startsWith("connection:");
            if (names ? counted : timed || counted) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not WHAT[@WHEN][@CONNECTION]; --help explains these");
            }
            if (names) {
                counted = true;
                connection = part.equals("every-connection") ? EVERY : new Argument(text, part).number(1);
            } else {
                timed = true;
                when = moment(text, part);
            }
        }
        FaultCue cue = new FaultCue(fault(text, parts[0]), connection, when);
        cue.addTo(new CueList());
        return cue;
    }

    /** @throws IllegalArgumentException if the fault cannot happen at that moment */
    void addTo(Script script) {
        When opening = connection == EVERY ? script.onEveryConnection() : script.onConnection(connection);
        when.apply(opening).fault(fault);
    }

    private static Fault fault(String text, String what) {
        Argument argument = new Argument(text, what);
        return switch (argument.name()) {
            case "drop" -> argument.none(new Fault.DropConnection());
            case "hang-up" -> argument.none(new Fault.HangUp());
            case "close" -> close(argument);
            case "error" -> error(argument);
            case "stall" -> new Fault.Stall(argument.duration());
            case "silent" -> argument.none(new Fault.FallSilent());
            case "stop-reading" -> new Fault.StopReading(argument.duration());
            case "no-answer" -> argument.none(new Fault.SwallowCommitAnswer());
            case "empty-answer" -> argument.none(new Fault.EmptyAnswer());
            case "repeat-text" -> new Fault.RepeatText(argument.number(2));
            case "repeat-answer" -> new Fault.RepeatAnswer(argument.number(2));
            case "refuse" -> new Fault.RefuseHandshake(argument.number(400, 599));
            case "never-start" -> argument.none(new Fault.NeverStart());
            default ->
                throw new IllegalArgumentException(
                        "'" + argument.name() + "' in '" + text + "' is no fault; --help lists them");
        };
    }

    private static Fault close(Argument argument) {
        return new Fault.CloseWith(argument.number(1000, 4999), argument.rest());
    }

    private static Fault error(Argument argument) {
        Fault.SendError error = error(argument.text());
        Argument code = argument.next();
        return code == null ? error : error.andClose(code.number(1000, 4999));
    }

    private static Fault.SendError error(String type) {
        return Arrays.stream(ServiceError.values())
                .filter(known -> known.type().equals(type))
                .findFirst()
                .map(ServiceError::asSeen)
                .orElseGet(() -> new Fault.SendError(type, "Sent on demand: " + type));
    }

    private static Function<When, When> moment(String text, String when) {
        Argument argument = new Argument(text, when);
        return switch (argument.name()) {
            case "open" -> argument.none(moment -> moment);
            case "start" -> argument.none(When::onceStarted);
            case "time" -> {
                Duration time = argument.duration();
                yield moment -> moment.afterTime(time);
            }
            case "messages" -> {
                int number = argument.number(1);
                yield moment -> moment.afterMessages(number);
            }
            case "commit" -> {
                int number = argument.number(1);
                yield moment -> moment.onCommit(number);
            }
            case "answer" -> {
                int number = argument.number(1);
                yield moment -> moment.onAnswer(number);
            }
            default -> {
                Duration audio = TimeSyntax.parse(when, "'" + text + "'");
                yield moment -> moment.afterAudio(audio);
            }
        };
    }

    /** A name and what stands behind its colon. */
    private record Argument(String whole, String name, String value) {
        Argument(String whole, String part) {
            this(whole, part.split(":", 2)[0], part.contains(":") ? part.split(":", 2)[1] : null);
        }

        <T> T none(T result) {
            if (value != null) {
                throw new IllegalArgumentException(name + " in '" + whole + "' takes no value, was '" + value + "'");
            }
            return result;
        }

        String text() {
            if (value == null || value.isEmpty()) {
                throw new IllegalArgumentException(
                        name + " in '" + whole + "' needs a value behind it; --help explains which");
            }
            return value.split(":", 2)[0];
        }

        /** What stands behind the value and another colon; may be empty. */
        String rest() {
            return value.contains(":") ? value.split(":", 2)[1] : "";
        }

        /** The same for what stands behind the value and another colon, or null. */
        Argument next() {
            return value.contains(":") ? new Argument(whole, name, rest()) : null;
        }

        int number(int least) {
            return number(least, Integer.MAX_VALUE);
        }

        int number(int least, int most) {
            String digits = text();
            int number = digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : -1;
            if (number < least || number > most) {
                throw new IllegalArgumentException(name + " in '" + whole + "' needs a number from " + least
                        + (most == Integer.MAX_VALUE ? "" : " to " + most) + ", was '" + digits + "'");
            }
            return number;
        }

        Duration duration() {
            return TimeSyntax.parse(text(), name + " in '" + whole + "'");
        }
    }
}
