package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;

/** Sends messages of a stream one behind the other, without waiting for their replies. */
final class AsyncPieces implements AutoCloseable {

    private final CamelContext context;
    private final AsyncProducer producer;
    private final String key;

    AsyncPieces(CamelContext context, String uri, String key) throws Exception {
        this.context = context;
        this.producer = context.getEndpoint(uri).createAsyncProducer();
        this.key = key;
        producer.start();
    }

    CompletableFuture<Exchange> send(byte[] audio) {
        return send(audio, Map.of());
    }

    CompletableFuture<Exchange> send(byte[] audio, Map<String, Object> headers) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getIn().setBody(audio);
        exchange.getIn().setHeaders(new HashMap<>(headers));
        exchange.getIn().setHeader(SESSION_KEY, key);
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        producer.process(exchange, doneSync -> done.complete(exchange));
        return done;
    }

    @Override
    public void close() {
        producer.stop();
    }
}
