package io.github.camelelevenlabs.stt.example;

import org.apache.camel.builder.RouteBuilder;

/** Recordings go in with {@code to}, their transcripts come out with {@code from}. */
final class TranscriptRoutes extends RouteBuilder {

    private final Console console;

    TranscriptRoutes(Console console) {
        this.console = console;
    }

    @Override
    public void configure() {
        // A recording that cannot be transcribed is not tried again until the file changes.
        onException(Exception.class).handled(true).process(console::failed);

        // readRate=1 sends in real time, like a microphone. By default recordings are sent four times as fast.
        from("file:{{recordings}}?includeExt=wav&noop=true&idempotentKey=${file:name}-${file:modified}"
                        + "&readLock=changed&synchronous=true")
                .process(console::started)
                .to("elevenlabs-stt:first?readRate=1")
                .to("file:{{recordings}}?fileName=${file:name.noext}.txt")
                .process(console::written);

        from("elevenlabs-stt:first?includePartials=true&includeTimestamps=true").process(console::received);
    }
}
