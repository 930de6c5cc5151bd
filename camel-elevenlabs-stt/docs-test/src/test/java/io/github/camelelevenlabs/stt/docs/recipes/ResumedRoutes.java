package io.github.camelelevenlabs.stt.docs.recipes;

import org.apache.camel.builder.RouteBuilder;

final class ResumedRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("file:{{inbox}}?includeExt=wav&readLock=changed&move=done")
                .to("elevenlabs-stt:folder?sessionRepository=#sessions"
                        + "&recordingKey=${file:name}-${file:size}-${file:modified}")
                .to("file:{{outbox}}?fileName=${file:name.noext}.txt");

        from("jms:queue:recordings?concurrentConsumers=4")
                .transacted()
                .to("elevenlabs-stt:calls?sessionRepository=#sessions&recordingKey=${header.JMSMessageID}")
                .to("jms:queue:transcripts");
    }
}
