package io.github.camelelevenlabs.stt.docs.recipes;

import org.apache.camel.builder.RouteBuilder;

final class SubtitleRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("file:{{inbox}}?includeExt=mp4,webm,mp3,wav&readLock=changed&readLockMinLength=0&move=done"
                        + "&moveFailed=failed")
                .to("elevenlabs-stt:films?outputFormat=vtt")
                .to("file:{{outbox}}?fileName=${file:name.noext}.vtt");
    }
}
