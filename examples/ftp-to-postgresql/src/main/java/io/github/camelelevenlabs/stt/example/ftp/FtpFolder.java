package io.github.camelelevenlabs.stt.example.ftp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.Ftplet;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.ClearTextPasswordEncryptor;
import org.apache.ftpserver.usermanager.PropertiesUserManagerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** A local FTP server with one user and one folder. */
final class FtpFolder implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private final Path home;
    private final FtpServer server;
    private final Listener listener;

    /**
     * @param home    what the user sees
     * @param port    0 for a free one
     * @param ftplets receive all commands and may refuse them
     */
    FtpFolder(Path home, int port, String user, String password, Map<String, Ftplet> ftplets) throws FtpException {
        this.home = home;
        this.listener = listener(port);
        FtpServerFactory factory = new FtpServerFactory();
        factory.addListener("default", listener);
        factory.setUserManager(userManager());
        factory.getUserManager().save(user(home, user, password));
        factory.setFtplets(new HashMap<>(ftplets));
        this.server = factory.createServer();
        server.start();
    }

    private static Listener listener(int port) {
        DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
        data.setPassiveAddress(LOOPBACK);
        ListenerFactory listener = new ListenerFactory();
        listener.setServerAddress(LOOPBACK);
        listener.setPort(port);
        listener.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
        return listener.createListener();
    }

    private static UserManager userManager() {
        // Without a file users are kept in memory.
        PropertiesUserManagerFactory users = new PropertiesUserManagerFactory();
        users.setPasswordEncryptor(new ClearTextPasswordEncryptor());
        return users.createUserManager();
    }

    private static BaseUser user(Path home, String name, String password) {
        BaseUser user = new BaseUser();
        user.setName(name);
        user.setPassword(password);
        user.setHomeDirectory(home.toString());
        user.setAuthorities(List.of(new WritePermission()));
        return user;
    }

    /** The address of the server in a URI. */
    String address() {
        return LOOPBACK + ":" + listener.getPort();
    }

    /** Uploads like a user: the file gets its name when it is complete. */
    void upload(String folder, String name, byte[] content) throws IOException {
        Path path = Files.createDirectories(home.resolve(folder));
        Path growing = Files.write(path.resolve(name + ".part"), content);
        Files.move(growing, path.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** The names of the files in a folder, in order. */
    List<String> list(String folder) throws IOException {
        if (Files.notExists(home.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(home.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
