package io.github.camelelevenlabs.stt.fetch;

import static io.github.camelelevenlabs.stt.fetch.Steps.step;

import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Master;
import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Media;
import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Segment;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The segments of a playlist in order. Reloads a live playlist until there is a new segment, as often as the RFC
 * allows (8216, section 6.3.4). Used by one stage at a time; no method blocks.
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

    /** A playlist with the URL that responded last. */
    private record Loaded(WebUrl at, Media playlist) {}

    private HlsSegments(Requests requests, Loaded loaded, HlsPosition position, Pauses pauses) {
        this.requests = requests;
        this.position = position;
        this.pauses = pauses;
        this.retries = new RetryLimit(pauses);
        this.address = loaded.at();
        this.playlist = loaded.playlist();
        this.loadedAt = pauses.nanoTime();
        this.changedAt = loadedAt;
        position.enter(address.site(), playlist);
    }

    /**
     * Completes with the segments of a playlist.
     *
     * @param address the URL of the playlist
     * @param found the playlist at that URL; a master playlist leads to another URL
     * @param choice selects one of its sound tracks
     */
    static CompletableFuture<HlsSegments> open(
            Requests requests,
            WebUrl address,
            HlsPlaylist found,
            TrackChoice choice,
            HlsPosition position,
            Pauses pauses)
            throws FetchException {
        CompletableFuture<Loaded> loaded = found instanceof Master master
                ? load(requests, master.sound(choice), pauses)
                : CompletableFuture.completedFuture(new Loaded(address, (Media) found));
        return loaded.thenApply(first -> new HlsSegments(requests, first, position, pauses));
    }

    String site() {
        return address.site();
    }

    /** Whether the playlist may still get more segments. */
    boolean isLive() {
        return !playlist.ended();
    }

    /** Completes with the next segment, until {@link #pass()}, when there is one; empty at the end. */
    CompletableFuture<Optional<Segment>> next() {
        return Steps.repeat(() -> {
            Optional<Segment> listed = playlist.segment(position.next());
            if (listed.isPresent()) {
                return CompletableFuture.completedFuture(Optional.of(listed));
            } else if (playlist.ended()) {
                position.end();
                return CompletableFuture.completedFuture(Optional.of(Optional.empty()));
            }
            return reload().thenApply(nothing -> Optional.empty());
        });
    }

    /** Advances to the segment after it. */
    void pass() {
        position.advance();
    }

    private CompletableFuture<Void> reload() {
        Duration target = target();
        return pauses.pause((changed ? target : target.dividedBy(2)).minus(since(loadedAt)))
                .thenCompose(nothing -> attempt())
                .thenApply(step(loaded -> {
                    if (loaded.isPresent()) {
                        onLoaded(loaded.get(), target);
                    }
                    return null;
                }));
    }

    /** Loads the playlist; empty after a failure that may pass. */
    private CompletableFuture<Optional<Loaded>> attempt() {
        CompletableFuture<Optional<Loaded>> loading =
                load(requests, address, pauses).thenApply(Optional::of);
        return Steps.recover(loading, failure -> retries.failed(failure).thenApply(again -> Optional.empty()));
    }

    private void onLoaded(Loaded loaded, Duration target) throws FetchException {
        Media before = playlist;
        // A redirect may lead to a session that the server has opened for this client.
        address = loaded.at();
        playlist = loaded.playlist();
        changed = !playlist.first().equals(before.first()) || !playlist.end().equals(before.end()) || playlist.ended();
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

    private static CompletableFuture<Loaded> load(Requests requests, WebUrl address, Pauses pauses) {
        return requests.get(address)
                .thenCompose(response -> Playlists.read(response, pauses, requests.working())
                        .thenApply(step(read -> {
                            if (read instanceof Media media) {
                                return new Loaded(response.at(), media);
                            }
                            throw FetchException.permanent(
                                    address.site() + " answered with one HLS master playlist after another");
                        })));
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
