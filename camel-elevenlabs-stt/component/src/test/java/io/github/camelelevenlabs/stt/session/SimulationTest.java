package io.github.camelelevenlabs.stt.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SimulationTest {
    @Test
    void troubled() {
        int bad = 0;
        int n = Integer.getInteger("n", 5);
        int from = Integer.getInteger("from", 0);
        java.util.Map<String, Integer> failed = new java.util.TreeMap<>();
        for (int seed = from; seed < from + n; seed++)
        for (Simulation.Feed feed : Simulation.Feed.values())
            for (SessionSettings.CommitStrategy s : SessionSettings.CommitStrategy.values()) {
                if (System.getProperty("only") != null && !System.getProperty("only").equals(seed + " " + feed + " " + s)) continue;
                long at = System.nanoTime();
                Simulation sim = new Simulation(seed, Duration.ofMinutes(5)).feed(feed).strategy(s).attempts(-1).replayLimit(Duration.ofHours(1)).begin();
                boolean log = System.getProperty("only") != null;
                sim.every(Duration.ofSeconds(feed == Simulation.Feed.LIVE ? 7 : 4), 40, () -> {
                    Trouble t = Trouble.values()[sim.random.nextInt(Trouble.values().length)];
                    if (t == Trouble.ANSWER_SWALLOWED && s == SessionSettings.CommitStrategy.VAD) return;
                    if (log) System.out.println(Duration.ofNanos(sim.time.nanoTime()) + " " + t + " in " + sim.session.state());
                    t.befall(sim.network);
                });
                Comparison c = null;
                try { c = sim.run(); } catch (Throwable e) { System.out.println(seed + " " + feed + " " + s + " " + e); bad++; continue; }
                boolean ok = c.problems().isEmpty() && c.worstTime() <= 100 && sim.end.failure().isEmpty() && sim.service.violations().isEmpty();
                if (!ok) { bad++; failed.merge(feed + " " + s, 1, Integer::sum); }
                if (!ok || n < 3) System.out.println(seed + " " + feed + " " + s + " " + c + " " + sim.service.violations() + " " + sim.end + " took " + (System.nanoTime() - at) / 1_000_000 + " ms");
            }
        System.out.println("BAD " + bad + " " + failed);
    }

    @Test
    void slow() {
        for (Simulation.Feed feed : Simulation.Feed.values())
            for (SessionSettings.CommitStrategy s : SessionSettings.CommitStrategy.values()) {
                Simulation sim = new Simulation(1, Duration.ofMinutes(5)).feed(feed).strategy(s).readRate(0).begin();
                sim.network.buffers(10_000_000);
                sim.network.bandwidth(1.2 * 43_000);
                Comparison c = null;
                try { c = sim.run(); } catch (Throwable e) { System.out.println(feed + " " + s + " " + e); continue; }
                System.out.println(feed + " " + s + " " + c + " " + sim.service.violations() + " " + sim.end + Duration.ofNanos(sim.time.nanoTime()));
            }
    }
}
