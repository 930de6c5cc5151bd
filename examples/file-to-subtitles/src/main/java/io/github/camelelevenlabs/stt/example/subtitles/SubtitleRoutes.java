package io.github.camelelevenlabs.stt.example.subtitles;

import org.apache.camel.builder.RouteBuilder;

/** Writes two subtitle files for every recording of a folder. */
final class SubtitleRoutes extends RouteBuilder {

    private final Progress progress;

    SubtitleRoutes(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void configure() {
        // A recording that cannot be transcribed does not stop the others.
        onException(Exception.class).handled(true).process(progress::failed);

        from("file:{{recordings}}?includeExt={{extensions}}&noop=true&initialDelay=0")
                .process(progress::started)
                .to("elevenlabs-stt:subtitles?outputFormat=transcript&includeTimestamps=true")
                .setProperty("transcript", body())
                .transformDataType("elevenlabs-stt:text-srt")
                .to("file:{{subtitles}}?fileName=${file:name.noext}.srt")
                .setBody(exchangeProperty("transcript"))
                .transformDataType("elevenlabs-stt:text-vtt")
                .to("file:{{subtitles}}?fileName=${file:name.noext}.vtt")
                .process(progress::written);

        // Receives each segment while the rest of the recording is being sent.
        from("elevenlabs-stt:subtitles").process(progress::received);
    }
}
