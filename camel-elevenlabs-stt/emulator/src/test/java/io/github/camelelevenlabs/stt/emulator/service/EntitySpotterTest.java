package io.github.camelelevenlabs.stt.emulator.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.protocol.DetectedEntity;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntitySpotterTest {
    private static final String TEXT = "Call +44 20 7946 0018 or write to anna@example.org please.";

    @Test
    void finds_numbers_and_addresses_in_the_order_of_the_text() {
        assertThat(EntitySpotter.spot(TEXT, List.of("all")))
                .containsExactly(
                        new DetectedEntity("+44 20 7946 0018", "phone_number", 5, 21),
                        new DetectedEntity("anna@example.org", "email_address", 34, 50));
    }

    @Test
    void finds_only_the_requested_types() {
        assertThat(EntitySpotter.spot(TEXT, List.of("email_address")))
                .extracting(DetectedEntity::type)
                .containsExactly("email_address");
        assertThat(EntitySpotter.spot(TEXT, List.of("phi"))).isEmpty();
    }

    @Test
    void finds_numbers_that_are_spoken_digit_by_digit() {
        assertThat(EntitySpotter.spot("dial five five two now", List.of("pii")))
                .containsExactly(new DetectedEntity("five five two", "phone_number", 5, 18));
    }
}
