package io.github.camelelevenlabs.stt.example.ftp;

import static org.apache.commons.codec.digest.MessageDigestAlgorithms.SHA_256;

import io.github.camelelevenlabs.stt.ElevenLabsSttException;
import java.io.File;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.commons.codec.digest.DigestUtils;

/** Recordings on an FTP server become rows in a database; a file is deleted when its rows are committed. */
final class RecordingRoutes extends RouteBuilder {

    @Override
    public void configure() {
        // A file that is no recording is set aside. After any other failure the file stays and is tried again.
        onException(ElevenLabsSttException.class)
                .onWhen(simple("${exception.errorType} == 'invalid_audio'"))
                .handled(true)
                .log(LoggingLevel.WARN, "${header.CamelFileName} is set aside: ${exception.detail}")
                .to("ftp:{{ftp.user}}@{{ftp.server}}/broken?password=RAW({{ftp.password}})"
                        + "&binary=true&passiveMode=true");

        from("ftp:{{ftp.user}}@{{ftp.server}}/recordings?password=RAW({{ftp.password}})"
                        + "&binary=true&passiveMode=true&includeExt=wav&initialDelay=0&delay={{ftp.delay}}"
                        + "&readLock=changed&readLockCheckInterval={{ftp.unchanged}}"
                        + "&localWorkDirectory={{work}}&delete=true")
                .process(RecordingRoutes::identify)
                // A file whose rows are already committed is only deleted.
                .to("sql:classpath:sql/find-recording.sql?outputType=SelectOne&outputHeader=recordingId")
                .filter(header("recordingId").isNull())
                .to("elevenlabs-stt:recordings?includeTimestamps=true&outputFormat=transcript")
                .to("direct:store");

        // Stores a recording completely or not at all.
        from("direct:store")
                .transacted()
                .to("sql:classpath:sql/insert-recording.sql?outputType=SelectOne&outputHeader=recordingId")
                .filter(header("recordingId").isNotNull())
                .setBody(TranscriptRows::segments)
                .to("sql:classpath:sql/insert-segment.sql?batch=true")
                .setBody(TranscriptRows::words)
                .to("sql:classpath:sql/insert-word.sql?batch=true");
    }

    /** Identifies a recording by its bytes: FTP servers report times only to the minute, and names are reused. */
    private static void identify(Exchange recording) throws Exception {
        File file = recording.getMessage().getBody(File.class);
        recording.getMessage().setHeader("sha256", new DigestUtils(SHA_256).digestAsHex(file));
    }
}
