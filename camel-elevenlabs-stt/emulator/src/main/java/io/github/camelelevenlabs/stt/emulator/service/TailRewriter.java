package io.github.camelelevenlabs.stt.emulator.service;

/** Makes partial transcripts change their last words: every other one cuts them short, and the next one has them right. */
final class TailRewriter {
    private final int words;
    private boolean guesses;

    /** @param words how many at the end may still change; 0 for none */
    TailRewriter(int words) {
        this.words = words;
    }

    String partial(String text) {
        guesses = !guesses;
        if (words == 0 || !guesses || text.isEmpty()) {
            return text;
        }
        String[] all = text.split(" ");
        for (int i = Math.max(0, all.length - words); i < all.length; i++) {
            all[i] = all[i].substring(0, (all[i].length() + 1) / 2);
        }
        return String.join(" ", all);
    }
}
