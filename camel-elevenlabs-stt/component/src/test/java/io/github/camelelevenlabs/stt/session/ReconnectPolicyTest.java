package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconnectPolicyTest {

    private static ReconnectPolicy policy(int attempts, double jitter) {
        return new ReconnectPolicy(attempts, ofSeconds(1), ofSeconds(30), () -> jitter);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        the first wait is at least half of the delay      | BACK_OFF  |   1 | 0   |    500
        and at most all of it                             | BACK_OFF  |   1 | 1   |  1_000
        it doubles with each attempt                      | BACK_OFF  |   3 | 1   |  4_000
        up to the longest wait                            | BACK_OFF  |   6 | 1   | 30_000
        which also many attempts do not exceed            | BACK_OFF  | 999 | 1   | 30_000
        a limit of the service is followed at once        | RECONNECT |   1 | 1   |      0
        but not twice                                     | RECONNECT |   2 | 1   |  2_000
        an overloaded service is left alone for 5 s       | WAIT      |   1 | 0   |  5_000
        and for up to half as much more                   | WAIT      |   1 | 1   |  7_500
        this wait doubles as well                         | WAIT      |   2 | 0   | 10_000
        up to the longest one, with the spread on top     | WAIT      |   9 | 1   | 45_000
        one more attempt waits like any other             | ONCE_MORE |   1 | 0.5 |    750
        """)
    void the_wait(String rule, Verdict verdict, int attempt, double jitter, String millis) {
        assertThat(policy(ReconnectPolicy.FOR_EVER, jitter).delay(attempt, verdict))
                .contains(ofMillis(Integer.parseInt(millis.replace("_", ""))));
    }

    @Test
    void an_overloaded_service_is_left_alone_for_5_s_also_where_the_longest_wait_is_shorter() {
        ReconnectPolicy hasty = new ReconnectPolicy(3, ofMillis(10), ofSeconds(1), () -> 0);
        assertThat(hasty.delay(1, Verdict.WAIT)).contains(ReconnectPolicy.OVERLOADED);
        assertThat(hasty.delay(3, Verdict.WAIT)).contains(ReconnectPolicy.OVERLOADED);
    }

    @ParameterizedTest
    @CsvSource({"GIVE_UP", "CARRY_ON"})
    void a_failure_that_would_come_again_has_no_other_attempt(Verdict verdict) {
        assertThat(policy(ReconnectPolicy.FOR_EVER, 1).delay(1, verdict)).isEmpty();
    }

    @Test
    void there_are_as_many_attempts_as_allowed() {
        assertThat(policy(2, 1).delay(2, Verdict.BACK_OFF)).isPresent();
        assertThat(policy(2, 1).delay(3, Verdict.BACK_OFF)).isEmpty();
        assertThat(policy(0, 1).delay(1, Verdict.RECONNECT)).isEmpty();
    }

    @Test
    void a_policy_without_attempts_does_not_reconnect() {
        assertThat(policy(0, 1).reconnects()).isFalse();
        assertThat(policy(1, 1).reconnects()).isTrue();
        assertThat(policy(ReconnectPolicy.FOR_EVER, 1).reconnects()).isTrue();
    }
}
