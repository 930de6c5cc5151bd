package io.github.camelelevenlabs.stt.example.upload;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Uploads a recording as any HTTP client does. */
final class Client {

    private final URI address;
    private final Consumer<String> console;
    private final HttpClient http = HttpClient.newHttpClient();
    private Thread uploads;

    Client(URI address, Consumer<String> console) {
        this.address = address;
        this.console = console;
    }

    /** Begins two uploads, one after the other: the first waits for the transcript, the second does not. */
    void start(Path recording) {
        uploads = new Thread(() -> uploadTwice(recording), "uploads");
        uploads.setDaemon(true);
        uploads.start();
    }

    /** Gives up the upload that waits, and makes no other. */
    void stop() {
        uploads.interrupt();
    }

    private void uploadTwice(Path recording) {
        try {
            HttpRequest.Builder upload =
                    HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofFile(recording));
            upload(upload.header("Content-Type", "audio/wav").build());
            upload(upload.header("Prefer", "respond-async").build());
        } catch (IOException e) {
            console.accept("The upload has no answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void upload(HttpRequest upload) throws IOException, InterruptedException {
        console.accept("POST " + address
                + upload.headers()
                        .firstValue("Prefer")
                        .map(" with Prefer: "::concat)
                        .orElse(""));
        HttpResponse<String> answer = http.send(upload, HttpResponse.BodyHandlers.ofString());
        console.accept(answer.statusCode() + " " + answer.body());
    }
}
