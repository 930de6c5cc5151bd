package io.github.camelelevenlabs.stt.example.captions;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A proxy between a browser and the server that can cut connections. */
final class Cable {

    private final URI server;
    private final NetServer end;
    private final Set<NetSocket> passing = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    Cable(Vertx vertx, URI server) {
        this.server = server;
        this.end = vertx.createNetServer()
                .connectHandler(browser -> connect(vertx, browser))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + end.actualPort() + "/");
    }

    /** Ends all connections, and new ones until it is repaired. */
    void cut() {
        cut = true;
        passing.forEach(NetSocket::close);
    }

    void mend() {
        cut = false;
    }

    private void connect(Vertx vertx, NetSocket browser) {
        if (cut) {
            browser.close();
            return;
        }
        passing.add(browser);
        browser.pause();
        vertx.createNetClient().connect(server.getPort(), server.getHost()).onSuccess(upstream -> {
            browser.pipeTo(upstream);
            upstream.pipeTo(browser);
            browser.closeHandler(gone -> {
                passing.remove(browser);
                upstream.close();
            });
        });
    }
}
