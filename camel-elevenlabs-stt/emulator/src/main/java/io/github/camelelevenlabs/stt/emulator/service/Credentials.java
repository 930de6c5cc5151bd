package io.github.camelelevenlabs.stt.emulator.service;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides who may connect: a client with the key, or with a token, which opens one connection. If no key is set, any key
 * is accepted, and so is any token that this service has not made. Thread-safe.
 */
public final class Credentials {
    private static final String TOKEN_PREFIX = "sutkn_";

    private final ServiceSettings settings;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Long> mintedAt = new ConcurrentHashMap<>();
    private final Set<String> spent = ConcurrentHashMap.newKeySet();

    public Credentials(ServiceSettings settings) {
        this.settings = settings;
    }

    /** Makes a token for a client that shows this key; empty when the key is wrong. */
    public Optional<String> mint(String apiKey) {
        if (!isKey(apiKey)) {
            return Optional.empty();
        }
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        String token = TOKEN_PREFIX + HexFormat.of().formatHex(bytes);
        mintedAt.put(token, settings.nanoTime().getAsLong());
        return Optional.of(token);
    }

    /** Uses up the token if there is one; the key is not looked at then. @param token null if none was given */
    boolean admit(String apiKey, String token) {
        return token == null ? isKey(apiKey) : spend(token);
    }

    private boolean isKey(String apiKey) {
        return apiKey != null
                && !apiKey.isEmpty()
                && (settings.apiKey() == null || settings.apiKey().equals(apiKey));
    }

    private boolean spend(String token) {
        Long minted = mintedAt.remove(token);
        if (minted == null) {
            return settings.apiKey() == null && !token.isEmpty() && !spent.contains(token);
        }
        spent.add(token);
        double age = (settings.nanoTime().getAsLong() - minted) * settings.speed();
        return age <= settings.behaviour().tokenLife().toNanos();
    }
}
