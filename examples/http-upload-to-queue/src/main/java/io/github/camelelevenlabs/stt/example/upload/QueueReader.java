package io.github.camelelevenlabs.stt.example.upload;

import java.util.function.Consumer;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/** Shows what arrives in the queues; it stands for the applications that read them. */
final class QueueReader extends RouteBuilder {

    private final Consumer<String> console;

    QueueReader(Consumer<String> console) {
        this.console = console;
    }

    @Override
    public void configure() {
        from("jms:queue:transcripts").process(segment -> show("transcripts", segment.getMessage()));
        from("jms:queue:results").process(transcript -> show("results", transcript.getMessage()));
    }

    private void show(String queue, Message message) {
        String upload = message.getHeader(UploadRoutes.UPLOAD_ID, String.class);
        String segment = message.getHeader("segmentIndex", "", String.class);
        console.accept(
                "  " + queue + " " + upload.substring(0, 8) + " " + segment + " " + message.getBody(String.class));
    }
}
