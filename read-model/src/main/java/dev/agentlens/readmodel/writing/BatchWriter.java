/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.writing;

import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.log.DeadLetters;
import dev.agentlens.readmodel.progress.ProjectionProgress;
import dev.agentlens.readmodel.progress.ProjectionTraces;
import dev.agentlens.readmodel.tables.BatchCounts;
import dev.agentlens.readmodel.tables.PartitionBatch;
import dev.agentlens.readmodel.tables.PreparedPoll;
import dev.agentlens.readmodel.tables.ReadTables;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches into the read tables. An event that they reject is found by halving its batch; only that event is
 * dead-lettered.
 */
public class BatchWriter {

    private final ReadTables tables;
    private final DeadLetters deadLetters;
    private final Refusals refusals;
    private final ProjectionProgress progress;
    private final ProjectionTraces traces;

    public BatchWriter(
            ReadTables tables, DeadLetters deadLetters, ProjectionProgress progress, ProjectionTraces traces) {
        this.tables = tables;
        this.deadLetters = deadLetters;
        refusals = new Refusals(tables);
        this.progress = progress;
        this.traces = traces;
    }

    /**
     * Null if they are in the tables now; else the failure, if one of their events may have caused it. May be called by
     * another thread than the consumer's.
     */
    @Nullable
    public RuntimeException commit(PreparedPoll prepared, Poll poll) {
        List<PartitionBatch> batches = prepared.batches();
        List<BatchCounts> counts;
        try {
            counts = tables.project(prepared, poll.logIsTheSame());
        } catch (RuntimeException e) {
            if (RefusedEventException.mayBeOfAnEvent(e)) {
                return e;
            }
            throw e;
        }
        progress.projected(batches, counts);
        batches.forEach(batch -> {
            progress.visible(poll.records(batch).mapToLong(ConsumerRecord::timestamp));
            traces.visible(poll.records(batch));
        });
        return null;
    }

    /** Applies a batch by halves, down to the rejected event. Each half is a transaction of its own. */
    void isolate(PartitionBatch batch, Poll poll) {
        RuntimeException refusal = commit(PreparedPoll.of(List.of(batch)), poll);
        if (refusal == null) {
            return;
        }
        if (batch.events().size() > 1) {
            isolate(batch.firstHalf(), poll);
            isolate(batch.secondHalf(), poll);
        } else {
            setAside(batch, RefusedEventException.because(refusal), poll);
        }
    }

    private void setAside(PartitionBatch batch, RefusedEventException refusal, Poll poll) {
        for (LoggedEvent event : batch.events()) {
            poll.records().getOrDefault(poll.partition(batch), List.of()).stream()
                    .filter(record -> record.offset() == event.offset() && !deadLetters.hold(record))
                    .forEach(record -> {
                        refusals.requireEventAtFault(batch);
                        poll.logIsTheSame().run();
                        deadLetters.publish(record, refusal, poll.consumer());
                    });
        }
        RuntimeException failure = commit(PreparedPoll.of(List.of(batch.withoutEvents())), poll);
        if (failure != null) {
            throw failure;
        }
    }
}
