package io.github.camelelevenlabs.stt.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.Tones;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
class FtpRecipeTest extends RecipeSupport {

    private static final String USER = "archive";
    private static final String PASSWORD = "sea&sand+50%";

    @TempDir
    private Path home;

    @TempDir
    private Path work;

    private Path calls;
    private FtpServer server;

    @BeforeEach
    void startServer() throws Exception {
        calls = Files.createDirectory(home.resolve("calls"));
        ListenerFactory listeners = new ListenerFactory();
        listeners.setServerAddress(InetAddress.getLoopbackAddress().getHostAddress());
        listeners.setPort(0);
        Listener listener = listeners.createListener();
        FtpServerFactory servers = new FtpServerFactory();
        servers.addListener("default", listener);
        servers.getUserManager().save(user());
        server = servers.createServer();
        server.start();
        property("ftp.server", "127.0.0.1:" + listener.getPort());
        property("ftp.user", USER);
        property("ftp.password", PASSWORD);
        property("work", work);
    }

    private BaseUser user() {
        BaseUser user = new BaseUser();
        user.setName(USER);
        user.setPassword(PASSWORD);
        user.setHomeDirectory(home.toString());
        user.setAuthorities(List.of(new WritePermission()));
        return user;
    }

    @AfterEach
    void stopServer() throws FtpException {
        context.stop();
        server.stop();
    }

    @Test
    void recordings_are_moved_on_the_server_when_their_texts_are_written() throws Exception {
        for (String word : List.of("one", "two", "three")) {
            Files.write(calls.resolve(word + ".wav"), wav(word));
        }
        Files.write(calls.resolve("broken.wav"), NO_AUDIO);
        context.addRoutes(new FtpRoutes());
        start();
        for (String word : List.of("one", "two", "three")) {
            await().until(() -> Files.exists(calls.resolve("done/" + word + ".wav")));
            assertThat(outbox.resolve(word + ".txt")).hasContent(word);
        }
        await().until(() -> Files.exists(calls.resolve("failed/broken.wav")));
        await().untilAsserted(() -> assertThat(work).isEmptyDirectory());
    }

    @Test
    void bytes_that_look_like_line_ends_stay_as_they_are() throws Exception {
        byte[] lineEnds = "\r\n\r\n\n\r".getBytes(StandardCharsets.US_ASCII);
        byte[] audio = ByteBuffer.allocate(lineEnds.length + 32_000)
                .put(lineEnds)
                .put(Tones.pcm(16_000, "one"))
                .array();
        Files.write(calls.resolve("call.pcm"), audio);
        context.addRoutes(new FtpRoutes());
        start();
        await().until(() -> Files.exists(calls.resolve("done/call.pcm")));
        assertThat(emulator.sessions().get(0).audio()).startsWith(audio);
    }
}
