package io.github.camelelevenlabs.stt.emulator.recording;

import io.github.camelelevenlabs.stt.emulator.recording.Frame.Side;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The actions of the service on the connections of a recording, in order. Immutable. */
public final class Recording {
    private final List<List<RecordedFrame>> connections;

    private Recording(List<List<RecordedFrame>> connections) {
        this.connections = connections;
    }

    /** @throws IllegalArgumentException naming the file and the line that cannot be read */
    public static Recording read(Path file) {
        TreeMap<Integer, List<RecordedFrame>> connections = new TreeMap<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    RecordedFrame recorded = decode(line, file, number);
                    connections
                            .computeIfAbsent(recorded.connection(), connection -> new ArrayList<>())
                            .add(recorded);
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot read the recording " + file + ": " + e, e);
        }
        if (connections.isEmpty()) {
            throw new IllegalArgumentException("The recording " + file + " holds no connection");
        }
        return new Recording(connections.values().stream()
                .map(frames -> frames.stream()
                        .filter(recorded -> recorded.frame().from() == Side.SERVICE)
                        .toList())
                .toList());
    }

    private static RecordedFrame decode(String line, Path file, int number) {
        try {
            return RecordingCodec.decode(line);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Line " + number + " of the recording " + file + " " + e.getMessage(), e);
        }
    }

    /** For the connection of this number, from 1; after the last one of the recording it begins again. */
    public List<RecordedFrame> connection(int number) {
        return connections.get((number - 1) % connections.size());
    }

    /** The HTTP status with which the handshake of this connection is refused. */
    public OptionalInt refusal(int number) {
        return connection(number).stream()
                .map(RecordedFrame::frame)
                .filter(Frame.Refusal.class::isInstance)
                .mapToInt(refusal -> ((Frame.Refusal) refusal).status())
                .findFirst();
    }
}
