package io.github.camelelevenlabs.stt.docs.recipes;

import org.apache.camel.builder.RouteBuilder;

final class FolderRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("file:{{inbox}}?includeExt=wav,mp3&readLock=changed&readLockMinLength=0&move=done&moveFailed=failed")
                .to("elevenlabs-stt:folder?languageCode=en&maxConcurrentSessions=4")
                .to("file:{{outbox}}?fileName=${file:name.noext}.txt");
    }
}
