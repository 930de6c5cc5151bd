package io.github.camelelevenlabs.stt.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.camelelevenlabs.stt.audio.detect.NonAudio;
import io.github.camelelevenlabs.stt.audio.detect.PlainText;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Bytes;
import io.github.camelelevenlabs.stt.audio.pcm.Cuts;
import io.github.camelelevenlabs.stt.audio.pcm.Settings;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that are often sent by mistake are refused by their name, whatever their file name and content type declare.
 */
class NonAudioTest {

    private static final byte[] NOISE = Bytes.samples(2_000);
    private static final String LETTER =
            "Sehr geehrte Damen und Herren,\r\nwir möchten Sie höflich daran erinnern.\r\n";

    static Stream<Arguments> files() throws IOException {
        return Stream.of(
                file("a PDF document", "%PDF-1.7\n"),
                file("a zip archive", zip()),
                arguments("compressed with gzip; unmarshal().gzipDeflater()", gzip(WavFile.mono(16_000, NOISE))),
                file("compressed with bzip2", "BZh91AY&SY"),
                file("compressed with xz", "\u00FD7zXZ\0\0\4"),
                file("compressed with zstd", "\u0028\u00B5\u002F\u00FD\4"),
                file("a 7z archive", "7z\u00BC\u00AF\u0027\u001C\0\4"),
                file("a RAR archive", "Rar!\u001A\u0007\1\0"),
                arguments("a tar archive", tar()),
                file("a JPEG image", "\u00FF\u00D8\u00FF\u00E0\0\20JFIF\0"),
                file("a PNG image", "\u0089PNG\r\n\u001A\n\0\0\0\rIHDR"),
                file("a GIF image", "GIF89a"),
                file("a TIFF image", "II*\0\b\0\0\0"),
                arguments("a BMP image", bmp()),
                file("a WebP image", "RIFF\0\20\0\0WEBPVP8 "),
                file("an HEIF or AVIF image", "\0\0\0\30ftypheic\0\0\0\0"),
                file("a MIDI file", "MThd\0\0\0\6\0\1\0\2"),
                file("an SQLite database", "SQLite format 3\0"),
                file("a program (ELF)", "\u007FELF\2\1\1\0"),
                arguments("a Java class", classFile()),
                arguments("a serialised Java object", serialised()),
                file("an old Office document", "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1"),
                file("SILK", "#!SILK_V3"),
                file("SILK", "\2#!SILK_V3"),
                file("DSS Pro (DS2)", "\3ds2"),
                file("framed as aws-chunked", "2000;chunk-signature=" + "ab".repeat(32) + "\r\nRIFF"),
                file("framed as aws-chunked", "2000\r\nRIFF\0\20\0\0WAVEfmt "),
                text("an HTML page", "<!DOCTYPE html>\n<html><body>504 Gateway Time-out</body></html>"),
                text("an HTML page", "\uFEFF \n<HTML><body>504</body></html>"),
                text("XML", "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"),
                text("JSON", "{\"error\": \"no such key\"}"),
                text("JSON", "[1, 2, 3, 4, 5, 6, 7, 8]"),
                text("a playlist", "#EXTM3U\n#EXTINF:10,\nhttp://example.org/1.ts\n"),
                text("a playlist", "[playlist]\nFile1=http://example.org/radio\n"),
                text("text", LETTER),
                text("text", "会議は五時に始まります。遅れないでください。"),
                text("text", "id,name,amount\n1,Jane,12.50\n2,John,13.75\n"),
                text("base64 text of WAV", Base64.getEncoder().encodeToString(WavFile.mono(8_000, NOISE))),
                text("base64 text", Base64.getMimeEncoder().encodeToString(NOISE)),
                text(
                        "a data: URL",
                        "data:audio/wav;base64," + Base64.getEncoder().encodeToString(NOISE)),
                arguments("text", LETTER.getBytes(Charset.forName("windows-1252"))),
                arguments("text", LETTER.getBytes(StandardCharsets.UTF_16)),
                arguments("text", LETTER.replaceAll("[^\\x00-\\x7E]", "o").getBytes(StandardCharsets.UTF_16LE)),
                file(
                        "a multipart form",
                        "--xYz\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nRIFF\0\20\0\0WAVE"),
                file("a whole HTTP answer", "HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\n\r\nRIFF"));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("files")
    void a_file_that_is_no_audio_is_refused_by_its_type_whatever_format_is_declared(String name, byte[] file) {
        for (AudioHint hint : new AudioHint[] {
            AudioHint.NONE,
            AudioHint.of(null, "application/octet-stream"),
            AudioHint.of("upload", null),
            AudioHint.of("talk.pcm", "audio/pcm;rate=8000")
        }) {
            for (Cuts cuts : new Cuts[] {Cuts.WHOLE, Cuts.RANDOM}) {
                if (cuts == Cuts.RANDOM && (name.contains("tar") || file[1] == 0 && name.equals("text"))) {
                    // This format needs more bytes than the decoder waits for.
                    continue;
                }
                assertThatExceptionOfType(AudioException.class)
                        .isThrownBy(() -> cuts.decode(new AutoDecoder(hint, Settings.MIX), file))
                        .withMessageContaining(" is " + name);
            }
        }
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("files")
    void a_file_that_is_no_audio_is_named_even_if_an_audio_format_is_declared(String name, byte[] file) {
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> Cuts.WHOLE.decode(new AutoDecoder(AudioHint.of("a.mp3", null), Settings.MIX), file))
                .withMessageContaining(" is " + name);
    }

    @Test
    void samples_match_no_other_file_type() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            byte[] samples = new byte[1_024];
            random.nextBytes(samples);
            ByteBuffer head = ByteBuffer.wrap(samples);
            assertThat(NonAudio.nameOf(head)).isEmpty();
            assertThat(PlainText.nameOf(head)).isEmpty();
        }
    }

    @Test
    void quiet_samples_with_an_offset_are_not_text() {
        Random random = new Random(5);
        for (int offset = 0; offset < 200; offset++) {
            ByteBuffer samples = ByteBuffer.allocate(1_024).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            while (samples.hasRemaining()) {
                samples.putShort((short) (offset + 8 * random.nextGaussian()));
            }
            assertThat(PlainText.nameOf(samples.flip())).isEmpty();
        }
    }

    private static Arguments file(String name, String begin) {
        return arguments(name, Bytes.joined(begin.getBytes(StandardCharsets.ISO_8859_1), NOISE));
    }

    private static Arguments file(String name, byte[] bytes) {
        return arguments(name, bytes);
    }

    private static Arguments text(String name, String text) {
        return arguments(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] zip() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("word/document.xml"));
            zip.write(NOISE);
        }
        return out.toByteArray();
    }

    private static byte[] tar() {
        byte[] tar = new byte[1_024];
        System.arraycopy(Bytes.ascii("talk.wav"), 0, tar, 0, 8);
        System.arraycopy(Bytes.ascii("ustar\00000"), 0, tar, 257, 8);
        return tar;
    }

    private static byte[] bmp() {
        byte[] bmp = Arrays.copyOf(Bytes.ascii("BM\0\20\0\0\0\0\0\0\66\0\0\0\50\0\0\0"), 600);
        System.arraycopy(NOISE, 0, bmp, 18, 500);
        return bmp;
    }

    private static byte[] classFile() throws IOException {
        return NonAudioTest.class.getResourceAsStream("NonAudioTest.class").readAllBytes();
    }

    private static byte[] serialised() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(NOISE);
        }
        return out.toByteArray();
    }
}
