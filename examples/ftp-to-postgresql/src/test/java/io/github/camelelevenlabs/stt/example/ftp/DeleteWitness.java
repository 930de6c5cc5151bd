package io.github.camelelevenlabs.stt.example.ftp;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;

/** Records the visible rows of the database at the moment when a client deletes a file on the FTP server. */
final class DeleteWitness extends DefaultFtplet {

    private final Supplier<List<String>> database;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, List<String>> seen = new ConcurrentHashMap<>();
    private final AtomicInteger refusals = new AtomicInteger();

    DeleteWitness(Supplier<List<String>> database) {
        this.database = database;
    }

    /** This many deletions fail with a lost connection. */
    void refuse(int times) {
        refusals.set(times);
    }

    /** The files of all deletion requests, with repetitions. */
    List<String> asked() {
        return asked;
    }

    List<String> seen(String file) {
        return seen.get(file);
    }

    @Override
    public FtpletResult onDeleteStart(FtpSession session, FtpRequest request) {
        asked.add(request.getArgument());
        seen.put(request.getArgument(), database.get());
        return refusals.getAndDecrement() > 0 ? FtpletResult.DISCONNECT : FtpletResult.DEFAULT;
    }
}
