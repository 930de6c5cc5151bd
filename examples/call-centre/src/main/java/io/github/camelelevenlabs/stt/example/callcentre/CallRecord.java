package io.github.camelelevenlabs.stt.example.callcentre;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A piece of a call as it is in Kafka: the key of the record is the call, the value mu-law audio at 8 kHz.
 *
 * @param position milliseconds from the beginning of the call to this audio
 * @param last     whether the call is over; its audio may be empty
 */
record CallRecord(String call, byte[] audio, long position, boolean last) {

    static final String TOPIC = "calls";

    private static final String POSITION = "position";
    private static final String LAST = "last";

    /** @throws IllegalArgumentException when the record has no key or no position */
    static CallRecord of(ConsumerRecord<String, byte[]> kafka) {
        Header position = kafka.headers().lastHeader(POSITION);
        if (kafka.key() == null || position == null || position.value().length != Long.BYTES) {
            throw new IllegalArgumentException("the record at offset " + kafka.offset() + " of partition "
                    + kafka.partition() + " needs a key and a header '" + POSITION + "' of 8 bytes");
        }
        byte[] audio = kafka.value() == null ? new byte[0] : kafka.value();
        return new CallRecord(
                kafka.key(),
                audio,
                ByteBuffer.wrap(position.value()).getLong(),
                kafka.headers().lastHeader(LAST) != null);
    }

    ProducerRecord<String, byte[]> toKafka() {
        RecordHeader at = new RecordHeader(
                POSITION, ByteBuffer.allocate(Long.BYTES).putLong(position).array());
        List<Header> headers = last ? List.of(at, new RecordHeader(LAST, new byte[0])) : List.of(at);
        return new ProducerRecord<>(TOPIC, null, call, audio, headers);
    }
}
