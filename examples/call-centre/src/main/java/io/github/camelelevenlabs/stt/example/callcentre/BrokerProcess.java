package io.github.camelelevenlabs.stt.example.callcentre;

import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** The process of the {@link Broker}: formats its storage and serves. */
final class BrokerProcess {

    private BrokerProcess() {}

    /** @param args the file with the broker's properties */
    public static void main(String[] args) {
        ChildJvm.endWithParent();
        String[] format = {"format", "--cluster-id", Uuid.randomUuid().toString(), "--config", args[0]};
        if (StorageTool.execute(format, System.out) != 0) {
            throw new IllegalStateException("the storage could not be formatted");
        }
        Kafka.main(args);
    }
}
