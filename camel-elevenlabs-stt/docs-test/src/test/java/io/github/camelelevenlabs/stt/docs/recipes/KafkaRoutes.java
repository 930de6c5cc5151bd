package io.github.camelelevenlabs.stt.docs.recipes;

import io.github.camelelevenlabs.stt.ElevenLabsSttException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.ManualCommit;

final class KafkaRoutes extends RouteBuilder {

    @Override
    public void configure() {
        onException(ElevenLabsSttException.class)
                .onWhen(simple("${exception.retryable} == false"))
                .handled(true)
                .to("direct:failed");

        from("kafka:recordings?groupId=transcription&autoOffsetReset=earliest"
                        + "&autoCommitEnable=false&allowManualCommit=true&breakOnFirstError=true"
                        + "&maxPollRecords=1&maxPollIntervalMs=7200000")
                .to("elevenlabs-stt:talks")
                .to("kafka:transcripts")
                .process(new ManualCommit());

        from("direct:failed")
                .setHeader("reason", simple("${exception.message}"))
                .to("kafka:recordings.failed")
                .process(new ManualCommit());
    }
}
