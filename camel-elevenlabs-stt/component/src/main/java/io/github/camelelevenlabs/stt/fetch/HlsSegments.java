package io.github.camelelevenlabs.stt.fetch;

import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Master;
import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Media;
import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Segment;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * The segments of a playlist in order. Reloads a live playlist until there is a new segment, as often as the RFC
 * allows (8216, section 6.3.4). Used by one thread.
 */
final class HlsSegments {

    /** The shortest interval between requests for a live playlist, whatever it says. */
    private static final Duration MIN_TARGET = Duration.ofSeconds(1);

    private static final Duration MAX_TARGET = Duration.ofSeconds(30);

    /** After this number of target durations without a new segment, a live stream counts as dead. */
    private static final int TARGETS_WITHOUT_NEWS = 5;

    private final Requests requests;
    private final HlsPosition position;
    private final Pauses pauses;
    private final RetryLimit retries;

    private WebUrl address;
    private Media playlist;
    private boolean changed = true;
    private long loadedAt;
    private long changedAt;

    /**
     * @param address the URL of the playlist
     * @param found the playlist at that URL; a master playlist leads to another URL
     * @param choice selects one of its sound tracks
     */
    HlsSegments(
            Requests requests,
            WebUrl address,
            HlsPlaylist found,
            TrackChoice choice,
            HlsPosition position,
            Pauses pauses)
            throws IOException {
        this.requests = requests;
        this.position = position;
        this.pauses = pauses;
        this.retries = new RetryLimit(pauses);
        this.address = found instanceof Master master ? master.sound(choice) : address;
        this.playlist = found instanceof Media media ? media : load();
        this.loadedAt = pauses.nanoTime();
        this.changedAt = loadedAt;
        position.enter(this.address.site(), playlist);
    }

    String site() {
        return address.site();
    }

    /** Whether the playlist may still get more segments. */
    boolean isLive() {
        return !playlist.ended();
    }

    /** The next segment, until {@link #pass()}; empty at the end. Blocks until there is one. */
    Optional<Segment> next() throws IOException {
        while (true) {
            Optional<Segment> listed = playlist.segment(position.next());
            if (listed.isPresent()) {
                return listed;
            } else if (playlist.ended()) {
                position.end();
                return Optional.empty();
            }
            reload();
        }
    }

    /** Advances to the segment after it. */
    void pass() {
        position.advance();
    }

    private void reload() throws IOException {
        Duration target = target();
        pauses.pause((changed ? target : target.dividedBy(2)).minus(since(loadedAt)));
        try {
            Media before = playlist;
            playlist = load();
            changed = !playlist.first().equals(before.first())
                    || !playlist.end().equals(before.end())
                    || playlist.ended();
        } catch (FetchException e) {
            retries.failed(e);
            return;
        }
        retries.succeeded();
        loadedAt = pauses.nanoTime();
        changedAt = changed ? loadedAt : changedAt;
        position.enter(site(), playlist);
        Duration limit = target.multipliedBy(TARGETS_WITHOUT_NEWS);
        if (since(changedAt).compareTo(limit) >= 0) {
            throw FetchException.temporary(
                    "the HLS playlist of " + site() + " has had nothing new for " + limit.toSeconds() + " s");
        }
    }

    private Media load() throws IOException {
        Requests.Response response = requests.get(address);
        try (InputStream stream = response.stream()) {
            if (Playlists.read(response.at(), stream) instanceof Media media) {
                // A redirect may lead to a session that the server has opened for this client.
                address = response.at();
                return media;
            }
        }
        throw FetchException.permanent(site() + " answered with one HLS master playlist after another");
    }

    private Duration target() {
        Duration target = playlist.target();
        if (target.compareTo(MIN_TARGET) < 0) {
            return MIN_TARGET;
        }
        return target.compareTo(MAX_TARGET) > 0 ? MAX_TARGET : target;
    }

    private Duration since(long nanoTime) {
        return Duration.ofNanos(pauses.nanoTime() - nanoTime);
    }
}
