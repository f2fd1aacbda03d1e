/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.deadletters;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.connect.EventTopicProducer;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.redrive.Redrive.Outcome;
import dev.agentlens.cli.redrive.Redrive.Ready;
import dev.agentlens.cli.redrive.Redrive.Sender;
import dev.agentlens.common.event.EventTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Writes records to the topic of events; a record has arrived when every replica in sync has it. */
final class EventTopicWriter implements Sender<DeadLetter, ProducerRecord<byte[], byte[]>>, AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;

    EventTopicWriter(RunningSystem system) {
        producer = EventTopicProducer.open(system);
    }

    @Override
    public void send(List<Ready<DeadLetter, ProducerRecord<byte[], byte[]>>> batch, Outcome<DeadLetter> outcome) {
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
        batch.forEach(ready -> acknowledgements.add(send(ready.what())));
        List<DeadLetter> arrived = new ArrayList<>();
        Throwable failure = null;
        for (int i = 0; i < batch.size(); i++) {
            try {
                acknowledgements.get(i).get();
                arrived.add(batch.get(i).entry());
            } catch (ExecutionException e) {
                failure = e.getCause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailedException("Interrupted; start the same command again", e);
            }
        }
        outcome.arrived(arrived);
        if (failure != null) {
            throw new CommandFailedException(
                    "Kafka did not acknowledge " + (batch.size() - arrived.size()) + " records for " + EventTopic.EVENTS
                            + " (" + failure.getMessage() + "). Those that it did are marked; start the same command"
                            + " again for the others: what is sent twice counts once",
                    failure);
        }
    }

    private Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record);
        } catch (KafkaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
