package io.github.camelelevenlabs.stt.example.telephony;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.MESSAGE_TYPE;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;

import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** Two inputs for the audio of calls, and one output for their transcripts. */
final class CallRoutes extends RouteBuilder {

    private final Consumer<String> console;
    private final Runnable transcribed;

    /** @param transcribed run for every call that has ended and is transcribed */
    CallRoutes(Consumer<String> console, Runnable transcribed) {
        this.console = console;
        this.transcribed = transcribed;
    }

    @Override
    public void configure() {
        // A failed call is reported and ends; the line stays open for the next call.
        onException(Exception.class).handled(true).process(this::failed);

        // Media streams in the format of Twilio: JSON messages over a WebSocket, each with 20 ms of mu-law in base64.
        from("netty:tcp://127.0.0.1:{{media.port}}?serverInitializerFactory=#mediaStreams&sync=false")
                .unmarshal()
                .json(MediaMessage.class)
                .filter(simple("${body.event} in 'media,stop'"))
                .setHeader(SESSION_KEY, simple("${body.streamSid}"))
                .setHeader(END_OF_AUDIO, simple("${body.last}"))
                .setBody(simple("${body.audio}"))
                .to("elevenlabs-stt:calls?audioFormat=ulaw_8000");

        // Raw mu-law over TCP: one connection is one call.
        from("netty:tcp://127.0.0.1:{{audio.port}}?decoders=#connectionAudio&allowDefaultCodec=false&sync=false")
                .setHeader(END_OF_AUDIO)
                .body(byte[].class, audio -> audio.length == 0)
                .to("elevenlabs-stt:calls?audioFormat=ulaw_8000&sessionKey=${header.CamelNettyRemoteAddress}");

        from("elevenlabs-stt:calls?includeSessionEvents=true")
                .choice()
                .when(header(MESSAGE_TYPE).isEqualTo("session_ended"))
                .process(call -> transcribed.run())
                .when(header(MESSAGE_TYPE).isEqualTo("committed_transcript"))
                .process(this::said);
    }

    private void said(Exchange transcript) {
        String call = transcript.getMessage().getHeader(SESSION_KEY, String.class);
        console.accept("[" + call + "] " + transcript.getMessage().getBody(String.class));
    }

    private void failed(Exchange message) {
        console.accept("A call failed: "
                + message.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                        .getMessage());
    }
}
