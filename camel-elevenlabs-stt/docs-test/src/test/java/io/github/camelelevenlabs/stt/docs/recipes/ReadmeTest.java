package io.github.camelelevenlabs.stt.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** Runs the routes of {@code README.md}, with other folders. */
class ReadmeTest extends RecipeSupport {

    @Test
    void the_routes_transcribe_a_recording() throws Exception {
        List<String> logged = new CopyOnWriteArrayList<>();
        context.getCamelContextExtension().addLogListener((exchange, logger, message) -> {
            logged.add(message);
            return message;
        });
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("elevenlabs-stt:calls?includeTimestamps=true")
                        .log("${file:name} at ${header.CamelElevenlabsSttStartTime} ms: ${body}");

                from("file:inbox?readLock=changed&move=done&moveFailed=failed")
                        .to("elevenlabs-stt:calls")
                        .to("file:transcripts?fileName=${file:name.noext}.txt");
            }
        });
        AdviceWith.adviceWith(context, 1, advice -> {
            advice.replaceFromWith("file:{{inbox}}?move=done");
            advice.weaveByToUri("file:transcripts*").replace().to("file:{{outbox}}?fileName=${file:name.noext}.txt");
        });
        start();
        drop("call.wav", wav("one two"));
        await().until(() -> Files.exists(inbox.resolve("done/call.wav")));
        assertThat(outbox.resolve("call.txt")).hasContent("one two");
        assertThat(logged).containsExactly("call.wav at 0 ms: one two");
    }
}
