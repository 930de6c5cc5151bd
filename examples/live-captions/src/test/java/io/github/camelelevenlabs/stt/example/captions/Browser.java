package io.github.camelelevenlabs.stt.example.captions;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium, controlled over its remote debugging protocol. */
final class Browser implements AutoCloseable {

    static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final int port;

    private Browser(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The browser on the PATH, if there is one. */
    static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param profile an empty folder, to be deleted afterwards */
    static Browser start(Path program, Path profile, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--hide-scrollbars",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0"));
        command.addAll(List.of(more));
        command.add("about:blank");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("said").toFile())
                .start();
        try {
            Path ready = profile.resolve("DevToolsActivePort");
            await().atMost(PATIENCE)
                    .until(() ->
                            Files.exists(ready) && Files.readAllLines(ready).size() == 2);
            return new Browser(
                    process, Integer.parseInt(Files.readAllLines(ready).get(0)));
        } catch (IOException | RuntimeException e) {
            end(process);
            throw e;
        }
    }

    /** Opens a page of this size, in CSS pixels. */
    Tab open(URI address, int width, int height) throws Exception {
        HttpRequest blank = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        JsonNode target =
                JSON.readTree(HTTP.send(blank, BodyHandlers.ofString()).body());
        Tab tab = new Tab(URI.create(target.path("webSocketDebuggerUrl").asText()));
        tab.tell(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        tab.tell("Page.navigate", Map.of("url", address.toString()));
        return tab;
    }

    @Override
    public void close() {
        end(process);
    }

    /** Its children write into the profile too, and may outlive it. */
    private static void end(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        process.onExit().join();
        children.forEach(ProcessHandle::destroyForcibly);
        // A zombie process seems alive, but writes nothing.
        children.forEach(child ->
                child.onExit().completeOnTimeout(child, 5, TimeUnit.SECONDS).join());
    }

    /** One page. */
    static final class Tab implements WebSocket.Listener, AutoCloseable {

        private final AtomicInteger commands = new AtomicInteger();
        private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
        private final StringBuilder message = new StringBuilder();
        private final WebSocket socket;

        private Tab(URI debugger) {
            this.socket = HTTP.newWebSocketBuilder().buildAsync(debugger, this).join();
        }

        /** The value of a JavaScript expression. */
        JsonNode evaluate(String expression) {
            JsonNode answer = tell(
                    "Runtime.evaluate",
                    Map.of("expression", expression, "returnByValue", true, "awaitPromise", true, "userGesture", true));
            if (answer.has("exceptionDetails")) {
                throw new IllegalStateException(expression + ": " + answer);
            }
            return answer.path("result").path("value");
        }

        /** What somebody wants who has set their device to dark or to light pages. */
        void prefer(String colours) {
            tell(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
        }

        /** Presses a key, such as Tab or Enter. */
        void press(String key, int code) {
            Map<String, Object> event = Map.of(
                    "key", key, "code", key, "windowsVirtualKeyCode", code, "text", key.equals("Enter") ? "\r" : "");
            tell("Input.dispatchKeyEvent", with(event, "type", "keyDown"));
            tell("Input.dispatchKeyEvent", with(event, "type", "keyUp"));
        }

        private static Map<String, Object> with(Map<String, Object> event, String name, Object value) {
            Map<String, Object> more = new HashMap<>(event);
            more.put(name, value);
            return more;
        }

        /** A screenshot of the page, as PNG. */
        byte[] screenshot() {
            return Base64.getDecoder()
                    .decode(tell("Page.captureScreenshot", Map.of())
                            .path("data")
                            .asText());
        }

        JsonNode tell(String method, Map<String, ?> parameters) {
            int id = commands.incrementAndGet();
            CompletableFuture<JsonNode> answer = new CompletableFuture<>();
            answers.put(id, answer);
            ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
            command.set("params", JSON.valueToTree(parameters));
            socket.sendText(command.toString(), true).join();
            JsonNode response =
                    answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            if (response.has("error")) {
                throw new IllegalStateException(method + ": " + response.path("error"));
            }
            return response.path("result");
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                receive(message.toString());
                message.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void receive(String text) {
            try {
                JsonNode received = JSON.readTree(text);
                CompletableFuture<JsonNode> answer =
                        answers.remove(received.path("id").asInt());
                if (answer != null) {
                    answer.complete(received);
                }
            } catch (IOException e) {
                answers.values().forEach(answer -> answer.completeExceptionally(e));
            }
        }

        @Override
        public void close() {
            tell("Page.close", Map.of());
            socket.abort();
        }
    }
}
