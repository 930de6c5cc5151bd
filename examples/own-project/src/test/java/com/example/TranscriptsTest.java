package com.example;

import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.SttEmulatorExtension;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TranscriptsTest extends CamelTestSupport {

    @RegisterExtension
    static final SttEmulatorExtension emulator = new SttEmulatorExtension();

    static final StringWriter log = new StringWriter();

    @TempDir
    Path folder;

    @BeforeAll
    static void readTheLog() {
        WriterAppender appender = WriterAppender.createAppender(null, null, log, "test", false, true);
        appender.start();
        LoggerContext.getContext(false).getConfiguration().getRootLogger().addAppender(appender, null, null);
    }

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

    @Test
    void a_file_that_is_no_audio_is_set_aside_and_the_log_says_why() throws Exception {
        putIntoTheInbox("no audio".getBytes());
        assertNotNull(consumer.receive("file:" + folder.resolve("inbox/failed"), 60_000));
        assertTrue(log.toString().contains("invalid_audio: call.wav is not WAV"), log::toString);
    }

    @Test
    void an_empty_file_is_set_aside_too() throws Exception {
        putIntoTheInbox(new byte[0]);
        assertNotNull(consumer.receive("file:" + folder.resolve("inbox/failed"), 60_000));
        assertTrue(log.toString().contains("invalid_audio: no audio: call.wav is empty"), log::toString);
    }

    @Test
    void a_recording_whose_session_failed_is_sent_again() throws Exception {
        AdviceWith.adviceWith(context, "recordings", route -> {
            route.weaveByToUri("elevenlabs-stt:*").replace().to("elevenlabs-stt:calls?maxReconnectAttempts=0");
            // Not after five seconds, but at once.
            route.weaveAddFirst().setHeader("CamelRedeliveryDelay", route.constant(0));
        });
        emulator.script().onConnection(1).fault(new Fault.RefuseHandshake(503));
        putIntoTheInbox(Tones.at(16_000).say("one two three").wav());
        assertEquals("one two three", Files.readString(folder.resolve("call.txt")));
    }

    /** Waits until the route has processed the recording. */
    private void putIntoTheInbox(byte[] recording) throws Exception {
        NotifyBuilder done = new NotifyBuilder(context).fromRoute("recordings").whenDone(1).create();
        Files.move(Files.write(folder.resolve("call.wav"), recording), folder.resolve("inbox/call.wav"));
        assertTrue(done.matches(1, MINUTES));
    }
}
