package io.github.camelelevenlabs.stt.docs.recipes;

import org.apache.camel.builder.RouteBuilder;

final class FtpRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("ftp:{{ftp.server}}/calls?username={{ftp.user}}&password=RAW({{ftp.password}})&passiveMode=true"
                        + "&binary=true&localWorkDirectory={{work}}&readLock=changed&move=done&moveFailed=failed")
                .to("elevenlabs-stt:ftp")
                .to("file:{{outbox}}?fileName=${file:name.noext}.txt");
    }
}
