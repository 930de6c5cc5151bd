package io.github.camelelevenlabs.stt.example.telephony;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;

import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** Two ways in for the audio of calls, and one way out for what is said in them. */
final class CallRoutes extends RouteBuilder {

    private final Consumer<String> console;

    CallRoutes(Consumer<String> console) {
        this.console = console;
    }

    @Override
    public void configure() {
        // A call that fails is told and over; the line stays open for the next.
        onException(Exception.class).handled(true).process(this::failed);

        // Media streams as Twilio sends them: JSON messages over a WebSocket, 20 ms of mu-law in base64 in each.
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

        from("elevenlabs-stt:calls").process(this::said);
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
