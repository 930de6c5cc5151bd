package io.github.camelelevenlabs.stt.springboot;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

@Component
class Captions extends RouteBuilder {
    @Override
    public void configure() {
        from("file:{{inbox}}?includeExt=wav&readLock=changed&readLockMinLength=0&move=done&moveFailed=failed")
                .to("elevenlabs-stt:calls")
                .to("file:{{outbox}}?fileName=${file:name.noext}.txt");
    }
}
