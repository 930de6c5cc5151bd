package io.github.camelelevenlabs.stt.docs.recipes;

import static org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository.memoryIdempotentRepository;

import org.apache.camel.builder.RouteBuilder;

final class OnceRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("elevenlabs-stt:calls")
                .idempotentConsumer(
                        simple("${header.CamelFileName}-${header.CamelElevenlabsSttSegmentIndex}"),
                        memoryIdempotentRepository())
                .to("direct:publish");
    }
}
