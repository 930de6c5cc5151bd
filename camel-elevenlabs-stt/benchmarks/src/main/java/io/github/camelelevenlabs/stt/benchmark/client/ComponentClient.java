package io.github.camelelevenlabs.stt.benchmark.client;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.benchmark.load.Load;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceHelper;

/** The component with its defaults: recordings go to an endpoint, and a route consumes their transcripts. */
public final class ComponentClient implements SpeechClient {

    private final CamelContext context = new DefaultCamelContext();
    private final String liveAudio;
    private final List<Consumer> live = new ArrayList<>();
    private volatile Round round;
    private Endpoint endpoint;
    private AsyncProducer producer;
    private byte[] recording;

    private ComponentClient(String server, String liveAudio) throws Exception {
        this.liveAudio = liveAudio;
        ElevenLabsSttComponent component = context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class);
        component.getConfiguration().setBaseUrl(server);
        component.getConfiguration().setApiKey("benchmark");
        // A machine that is too busy is to be seen in the figures, and not to repair itself.
        component.getConfiguration().setMaxReconnectAttempts(0);
        component.getConfiguration().setConnectTimeout(60_000);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("elevenlabs-stt:load").process(exchange -> round.committed(text(exchange)));
            }
        });
        context.start();
    }

    /** @param arguments the addresses of the server and of its live audio */
    public static void main(String[] arguments) throws Exception {
        new ClientLoop(new ComponentClient(arguments[0], arguments[1])).run();
    }

    @Override
    public void prepare(Load load, Round next) {
        round = next;
        recording = load.recording();
        endpoint = context.getEndpoint("elevenlabs-stt:load?audioFormat=pcm_16000&readRate=" + (load.paced() ? 1 : 0));
        ServiceHelper.stopService(producer);
        producer = producer(endpoint);
    }

    private static AsyncProducer producer(Endpoint endpoint) {
        try {
            AsyncProducer made = endpoint.createAsyncProducer();
            ServiceHelper.startService(made);
            return made;
        } catch (Exception e) {
            throw new IllegalStateException("No producer for " + endpoint, e);
        }
    }

    @Override
    public void open() {
        Round current = round;
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody(recording);
        producer.process(exchange, doneSync -> ended(exchange, current));
    }

    private static void ended(Exchange exchange, Round current) {
        if (exchange.getException() != null) {
            current.failed(exchange.getException().toString());
        } else {
            current.ended(text(exchange));
        }
    }

    private static String text(Exchange exchange) {
        return exchange.getMessage().getBody(String.class);
    }

    /** {@code live 100}: from now on so many live URLs are transcribed. */
    @Override
    public String obey(String[] command) throws Exception {
        if (!command[0].equals("live")) {
            return SpeechClient.super.obey(command);
        }
        while (live.size() < Integer.parseInt(command[1])) {
            Endpoint source = context.getEndpoint(
                    "elevenlabs-stt:live?audioUrl=RAW(" + liveAudio + "?number=" + live.size() + ")");
            Consumer consumer = source.createConsumer(exchange -> {});
            ServiceHelper.startService(consumer);
            live.add(consumer);
        }
        return "live";
    }
}
