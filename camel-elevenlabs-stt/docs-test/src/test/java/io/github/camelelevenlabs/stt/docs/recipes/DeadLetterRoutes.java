package io.github.camelelevenlabs.stt.docs.recipes;

import io.github.camelelevenlabs.stt.ElevenLabsSttException;
import org.apache.camel.builder.RouteBuilder;

final class DeadLetterRoutes extends RouteBuilder {

    @Override
    public void configure() {
        onException(ElevenLabsSttException.class)
                .onWhen(simple("${exception.retryable}"))
                .maximumRedeliveries(3)
                .redeliveryDelay("{{pause}}")
                .useExponentialBackOff()
                .useOriginalMessage()
                .handled(true)
                .to("direct:dead");
        onException(ElevenLabsSttException.class)
                .useOriginalMessage()
                .handled(true)
                .to("direct:dead");

        from("file:{{inbox}}?includeExt=wav&readLock=changed&readLockMinLength=0&move=done&moveFailed=failed")
                .to("elevenlabs-stt:calls")
                .to("file:{{outbox}}?fileName=${file:name.noext}.txt");

        from("direct:dead")
                .errorHandler(noErrorHandler())
                .to("file:{{dead}}?fileName=${file:name}")
                .setBody(simple("${exception.errorType} after ${exception.committedThrough} ms: ${exception.detail}\n"
                        + "${exception.committedText}"))
                .to("file:{{dead}}?fileName=${file:name}.reason");
    }
}
