package io.github.camelelevenlabs.stt.docs.recipes;

import io.github.camelelevenlabs.stt.ElevenLabsSttException;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;

final class BatchRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("file:{{inbox}}?includeExt=wav&readLock=changed&readLockMinLength=0&move=done&moveFailed=failed")
                .doTry()
                .to("elevenlabs-stt:calls")
                .doCatch(ElevenLabsSttException.class)
                .onWhen(simple("${exception.retryable}"))
                .setProperty("before", simple("${exception.committedText}"))
                .setProperty("from", simple("${exception.committedThrough}"))
                .setProperty("diarize", constant("false"))
                .to("direct:batch")
                .process(BatchRoutes::addTheRest)
                .end()
                .to("file:{{outbox}}?fileName=${file:name.noext}.txt");

        from("file:{{inbox}}/done?includeExt=wav&move=labelled")
                .setProperty("diarize", constant("true"))
                .to("direct:batch")
                .marshal()
                .json(JsonLibrary.Jackson)
                .to("file:{{outbox}}?fileName=${file:name.noext}.speakers.json");

        from("direct:batch")
                .errorHandler(noErrorHandler())
                .process(BatchRoutes::fillTheForm)
                .removeHeaders("*", "CamelFile.*")
                .setHeader("xi-api-key", simple("{{batch.key}}"))
                .to("http:{{batch}}/v1/speech-to-text?httpMethod=POST&responseTimeout=600000")
                .removeHeader("xi-api-key")
                .unmarshal()
                .json(JsonLibrary.Jackson, Map.class);
    }

    static void fillTheForm(Exchange exchange) {
        exchange.getMessage()
                .setBody(MultipartEntityBuilder.create()
                        .addTextBody("model_id", "scribe_v2")
                        .addTextBody("diarize", exchange.getProperty("diarize", String.class))
                        .addBinaryBody("file", exchange.getMessage().getBody(File.class))
                        .build());
    }

    /** Words whose transcripts were routed before the failure are not said twice. */
    static void addTheRest(Exchange exchange) {
        double from = exchange.getProperty("from", Long.class) / 1000.0;
        List<?> words = (List<?>) exchange.getMessage().getBody(Map.class).get("words");
        String rest = words.stream()
                .map(word -> (Map<?, ?>) word)
                .filter(word -> middle(word) > from)
                .map(word -> (String) word.get("text"))
                .collect(Collectors.joining())
                .strip();
        exchange.getMessage().setBody((exchange.getProperty("before") + " " + rest).strip());
    }

    /** In seconds. The edges of a word are not quite the same in realtime and here. */
    static double middle(Map<?, ?> word) {
        return (((Number) word.get("start")).doubleValue() + ((Number) word.get("end")).doubleValue()) / 2;
    }
}
