package com.example;

import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.SttEmulatorExtension;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TranscriptsTest extends CamelTestSupport {

    @RegisterExtension
    static final SttEmulatorExtension emulator = new SttEmulatorExtension();

    @TempDir
    Path folder;

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new Transcripts();
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        Properties folders = new Properties();
        folders.put("inbox", folder.resolve("inbox").toString());
        folders.put("transcripts", folder.toString());
        context.getPropertiesComponent().setInitialProperties(folders);
        ElevenLabsSttComponent component = context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class);
        component.getConfiguration().setBaseUrl(emulator.uri().toString());
        component.getConfiguration().setApiKey("any");
        return context;
    }

    @Test
    void a_recording_becomes_a_text() throws Exception {
        putIntoTheInbox(Tones.at(16_000).say("one two three").wav());
        assertEquals("one two three", Files.readString(folder.resolve("call.txt")));
        assertTrue(Files.exists(folder.resolve("inbox/done/call.wav")));
    }

    @Test
    void a_lost_connection_costs_no_word() throws Exception {
        emulator.script().onConnection(1).afterAudio(ofSeconds(1)).fault(new Fault.DropConnection());
        putIntoTheInbox(Tones.at(16_000).say("one two three").pause(ofSeconds(3)).say("four").wav());
        assertEquals("one two three four", Files.readString(folder.resolve("call.txt")));
        assertEquals(2, emulator.sessions().size());
    }

    /** Waits until the route has processed the recording. */
    private void putIntoTheInbox(byte[] recording) throws Exception {
        NotifyBuilder done = new NotifyBuilder(context).fromRoute("recordings").whenDone(1).create();
        Files.move(Files.write(folder.resolve("call.wav"), recording), folder.resolve("inbox/call.wav"));
        assertTrue(done.matches(1, MINUTES));
    }
}
