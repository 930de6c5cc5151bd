package io.github.camelelevenlabs.stt.benchmark.client;

import io.github.camelelevenlabs.stt.benchmark.load.Load;
import io.netty.util.internal.PlatformDependent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Obeys the commands on its input for a client, until that ends. */
final class ClientLoop {

    private final SpeechClient client;
    private Round round;

    ClientLoop(SpeechClient client) {
        this.client = client;
    }

    void run() throws Exception {
        System.out.println("ready");
        try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                obey(line.split(" "));
            }
        }
        System.exit(0);
    }

    private void obey(String[] command) throws Exception {
        switch (command[0]) {
            case "send" -> send(Load.of(command));
            case "measure" -> round.measure();
            case "footprint" -> System.out.println(footprint());
            default -> System.out.println(client.obey(command));
        }
    }

    /** Says {@code open} when all sessions have begun and {@code ended} when all have ended; other commands may come between. */
    private void send(Load load) throws Exception {
        Round current = new Round(load);
        round = current;
        client.prepare(load, current);
        long begun = System.nanoTime();
        for (int i = 0; i < load.sessions(); i++) {
            client.open();
            if (load.openedPerSecond() > 0) {
                long early = begun + (i + 1) * 1_000_000_000L / load.openedPerSecond() - System.nanoTime();
                Thread.sleep(Math.max(0, early / 1_000_000));
            }
        }
        System.out.println("open");
        Thread reporter = new Thread(
                () -> {
                    try {
                        current.await();
                        System.out.println(current.report());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "reporter");
        reporter.setDaemon(true);
        reporter.start();
    }

    private String footprint() {
        System.gc();
        Map<String, Long> all = new TreeMap<>(client.footprint());
        all.put("heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        all.put("threads", (long) ManagementFactory.getThreadMXBean().getThreadCount());
        all.put("netty", Math.max(0, PlatformDependent.usedDirectMemory()));
        all.put(
                "direct",
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .filter(pool -> pool.getName().equals("direct"))
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum());
        StringBuilder line = new StringBuilder("footprint");
        all.forEach((name, value) -> line.append(' ').append(name).append('=').append(value));
        return line.toString();
    }
}
