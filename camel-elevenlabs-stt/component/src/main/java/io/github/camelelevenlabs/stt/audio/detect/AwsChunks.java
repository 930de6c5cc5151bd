package io.github.camelelevenlabs.stt.audio.detect;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;

/** The framing of uploads to S3 ({@code Content-Encoding: aws-chunked}) that was not removed. */
final class AwsChunks {

    private static final int MAX_LINE = 128;

    private static final Pattern SIGNED =
            Pattern.compile("[0-9a-fA-F]{1,8};chunk-signature=[0-9a-fA-F]{8,64}[\\s\\S]*");
    private static final Pattern UNSIGNED = Pattern.compile("([0-9a-fA-F]{1,8}\r\n)[\\s\\S]*");

    private AwsChunks() {}

    /** Whether a signed chunk begins here, or an unsigned one that holds a known recording. */
    static boolean isStartOf(ByteBuffer head) {
        String line = Magic.textAt(head, 0, Math.min(MAX_LINE, head.remaining()));
        if (SIGNED.matcher(line).matches()) {
            return true;
        }
        var unsigned = UNSIGNED.matcher(line);
        return unsigned.matches()
                && Container.of(
                                head.slice(head.position() + unsigned.end(1), head.remaining() - unsigned.end(1)),
                                Optional.empty())
                        .isPresent();
    }
}
