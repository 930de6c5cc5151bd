package io.github.camelelevenlabs.stt.docs.recipes;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENTS;

import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;

final class ChannelRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("file:{{inbox}}?includeExt=wav&readLock=changed&readLockMinLength=0&move=done&moveFailed=failed")
                .to("elevenlabs-stt:interviews?channels=split&outputFormat=json")
                .to("file:{{outbox}}?fileName=${file:name.noext}.json")
                .split(header(SEGMENTS), AggregationStrategies.string("\n"))
                .setBody(simple("Speaker ${body.channel}: ${body.text}"))
                .end()
                .to("file:{{outbox}}?fileName=${file:name.noext}.txt");
    }
}
