package io.github.camelelevenlabs.stt.docs.recipes;

import org.apache.camel.builder.RouteBuilder;

final class SqlRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("elevenlabs-stt:archive?includeTimestamps=true")
                .to("sql:insert into transcript (recording, segment, starts, text) values (:#${header.CamelFileName},"
                        + " :#${header.CamelElevenlabsSttSegmentIndex}, :#${header.CamelElevenlabsSttStartTime},"
                        + " :#${body})");

        from("file:{{inbox}}?includeExt=wav&readLock=changed&readLockMinLength=0&move=done&moveFailed=failed")
                .to("sql:delete from transcript where recording = :#${header.CamelFileName}")
                .to("elevenlabs-stt:archive");
    }
}
