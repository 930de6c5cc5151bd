package io.github.camelelevenlabs.stt.emulator.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client under Node.js that executes the commands of the test and reports its events. */
final class NodeScript implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    // An upper bound: a busy computer takes long to load a script.
    private static final int PATIENCE_SECONDS = 30;

    private record Event(int session, String name, JsonNode detail) {}

    private static final Event THE_END = new Event(0, "ended", null);
    private static final Logger LOG = LoggerFactory.getLogger(NodeScript.class);

    private final Process process;
    private final BufferedWriter commands;
    private final BlockingQueue<Event> arriving = new LinkedBlockingQueue<>();
    private final List<Event> events = new ArrayList<>();
    private int session;

    private NodeScript(Process process) {
        this.process = process;
        commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "node-events");
        reader.setDaemon(true);
        reader.start();
    }

    /** @param name of a file in src/test/node */
    static NodeScript run(String name) throws IOException {
        Path folder = NodeModules.folder();
        return new NodeScript(new ProcessBuilder("node", name)
                .directory(folder.toFile())
                .redirectError(folder.resolve(name + ".log").toFile())
                .start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode event = JSON.readTree(line);
                arriving.add(new Event(
                        event.get("session").asInt(), event.get("event").asText(), event.get("detail")));
            }
        } catch (IOException e) {
            LOG.warn("Reading from the script failed", e);
        }
        arriving.add(THE_END);
    }

    /** Sends the command that begins a session. Later calls return only its events. */
    void begin(String command, Object argument) {
        session++;
        events.clear();
        tell(command, argument);
    }

    void tell(String command, Object argument) {
        try {
            commands.write(JSON.writeValueAsString(
                    JSON.createObjectNode().put("command", command).set("argument", JSON.valueToTree(argument))));
            commands.write('\n');
            commands.flush();
        } catch (IOException e) {
            throw new IllegalStateException("The script has ended before " + command, e);
        }
    }

    /** Waits for the next event of this name in the session and skips others. @return its detail, or null */
    JsonNode next(String name) {
        try {
            for (Event event = arriving.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    event != null;
                    event = arriving.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                if (event == THE_END) {
                    throw new AssertionError("The script ended, see its log, after " + events);
                }
                if (event.session() != session) {
                    continue;
                }
                events.add(event);
                if (event.name().equals(name)) {
                    return event.detail();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("No " + name + " after " + events);
    }

    /** The events of the session up to the last awaited one. */
    List<String> names() {
        return events.stream().map(Event::name).toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
