package io.github.camelelevenlabs.stt.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.ElevenLabsSttConstants;
import java.nio.file.Files;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

/** Runs the routes of {@code README.md}, with other folders. */
class ReadmeTest extends RecipeSupport {

    @Test
    void the_routes_transcribe_a_recording() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("elevenlabs-stt:calls?includeTimestamps=true")
                        .log("${file:name} at ${header.CamelElevenlabsSttStartTime} ms: ${body}");

                from("file:inbox?readLock=changed&readLockMinLength=0&move=done&moveFailed=failed")
                        .to("elevenlabs-stt:calls")
                        .to("file:transcripts?fileName=${file:name.noext}.txt");
            }
        });
        AdviceWith.adviceWith(context, 0, advice -> advice.weaveAddLast().to("mock:logged"));
        AdviceWith.adviceWith(context, 1, advice -> {
            advice.replaceFromWith("file:{{inbox}}?move=done");
            advice.weaveByToUri("file:transcripts*").replace().to("file:{{outbox}}?fileName=${file:name.noext}.txt");
        });
        start();
        drop("call.wav", wav("one two"));
        await().until(() -> Files.exists(inbox.resolve("done/call.wav")));
        assertThat(outbox.resolve("call.txt")).hasContent("one two");
        MockEndpoint logged = context.getEndpoint("mock:logged", MockEndpoint.class);
        logged.expectedBodiesReceived("one two");
        logged.expectedHeaderReceived(ElevenLabsSttConstants.START_TIME, 0L);
        logged.assertIsSatisfied();
    }
}
