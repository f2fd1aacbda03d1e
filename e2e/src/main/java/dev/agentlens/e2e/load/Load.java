/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import dev.agentlens.e2e.cluster.Waiting;
import dev.agentlens.e2e.load.History.Attempt;
import dev.agentlens.e2e.load.IngestClient.Answer;
import dev.agentlens.e2e.violation.Violations;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Many clients that send the workload and resend it until it is acknowledged. Batches are sent in several copies,
 * shuffled and concurrently. Some requests are broken off, and some responses are never read.
 */
public final class Load implements AutoCloseable {

    private static final int SENDERS = 24;
    private static final int MAX_EVENTS_UNDER_WAY = 8_000;
    private static final long RETRY_MS = 300;

    private final Workload workload;
    private final History history;
    private final List<URI> addresses;
    private final Violations violations;
    private final ReadYourWrites readYourWrites;
    private final IngestClient client = new IngestClient();
    private final DelayQueue<Send> queue = new DelayQueue<>();
    private final Set<CohortRun> running = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Long> finished = new ConcurrentLinkedQueue<>();
    private final AtomicInteger eventsUnderWay = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();

    private volatile double eventsPerSecond;
    private volatile boolean paused = true;
    private volatile boolean closed;
    private volatile long nextCohort;
    private final AtomicLong begunEvents = new AtomicLong();

    /** @param part of the request that is sent before the client closes the connection; null for a client that waits for the response */
    private record Send(
            CohortRun run, Batch batch, @Nullable Double part, long notBefore) implements Delayed {

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(notBefore - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(notBefore, ((Send) other).notBefore);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    public Load(
            Workload workload,
            History history,
            List<URI> addresses,
            Violations violations,
            ReadYourWrites readYourWrites) {
        this.workload = workload;
        this.history = history;
        this.addresses = addresses;
        this.violations = violations;
        this.readYourWrites = readYourWrites;
    }

    /** Begins paused. */
    public void start() {
        thread("feeder", this::feed);
        for (int i = 0; i < SENDERS; i++) {
            thread("sender-" + i, this::send);
        }
    }

    /** New events begin at this rate at most, from now on. */
    public void pace(double newEventsPerSecond) {
        eventsPerSecond = newEventsPerSecond;
    }

    public void resume() {
        paused = false;
    }

    /**
     * Stops beginning cohorts and returns when those under way are acknowledged.
     *
     * @throws Waiting.TimedOutException if some are not within {@code limit}
     */
    public void pause(Duration limit) {
        paused = true;
        Waiting.until(
                "Every batch acknowledged",
                limit,
                () -> running.isEmpty(),
                () -> running.size() + " cohorts under way, " + queue.size() + " requests waiting");
    }

    public boolean isPaused() {
        return paused;
    }

    /** Cohorts from 0 up to this one, exclusive, have begun. */
    public long begunCohorts() {
        return nextCohort;
    }

    /** Distinct events that were sent or are about to be. */
    public long begunEvents() {
        return begunEvents.get();
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }

    private void thread(String name, Runnable work) {
        Thread thread = new Thread(work, "load " + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void feed() {
        double budget = 0;
        long before = System.nanoTime();
        try {
            while (!closed) {
                Thread.sleep(20);
                long now = System.nanoTime();
                budget = Math.min(budget + (now - before) / 1e9 * eventsPerSecond, 2_000);
                before = now;
                while (!paused && budget > 0 && eventsUnderWay.get() < MAX_EVENTS_UNDER_WAY) {
                    budget -= begin(workload.cohort(nextCohort));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int begin(Cohort cohort) {
        CohortRun run = new CohortRun(cohort);
        history.begin(cohort);
        running.add(run);
        nextCohort = cohort.number() + 1;
        begunEvents.addAndGet(cohort.events());
        eventsUnderWay.addAndGet(cohort.events());
        enqueue(run, cohort.batches());
        return cohort.events();
    }

    /** All copies of all batches, each at some moment of the next second, in the order of the batches but for the odd one. */
    private void enqueue(CohortRun run, List<Batch> batches) {
        Random random = ThreadLocalRandom.current();
        run.expect(batches);
        List<Send> sends = new ArrayList<>();
        long now = System.nanoTime();
        for (Batch batch : batches) {
            for (int copy = 0; copy < batch.copies(); copy++) {
                long after = sends.size() * 3_000_000L + (random.nextInt(4) == 0 ? random.nextInt(800_000_000) : 0);
                run.queued(batch);
                sends.add(new Send(run, batch, manner(random), now + after));
            }
        }
        if (random.nextInt(10) == 0) {
            Collections.shuffle(sends, random);
        }
        queue.addAll(sends);
    }

    private static @Nullable Double manner(Random random) {
        int kind = random.nextInt(100);
        return kind < 4 ? Double.valueOf(random.nextDouble()) : kind < 7 ? Double.valueOf(1) : null;
    }

    private void send() {
        try {
            while (!closed) {
                Send send = queue.take();
                attempt(send);
                finish(send);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt(Send send) throws InterruptedException {
        CohortRun run = send.run();
        Batch batch = send.batch();
        Attempt attempt = history.sending(run.cohort().number(), batch);
        URI address = addresses.get(ThreadLocalRandom.current().nextInt(addresses.size()));
        try {
            if (send.part() != null) {
                client.breakOff(address, batch, send.part());
                history.failed();
                return;
            }
            Answer answer = client.post(address, batch);
            if (answer.status() == batch.expectedStatus()) {
                checkAnswer(batch, answer);
                boolean first = history.acknowledged(attempt, !run.isFollowUp(batch));
                run.acknowledged(batch);
                if (first && answer.position() != null && !run.isFollowUp(batch)) {
                    readYourWrites.written(batch, answer.position());
                }
                return;
            }
            history.failed();
            if (answer.status() != 503) {
                violations.add(
                        "POST " + batch.format().path() + " answers as documented",
                        batch.expectedStatus() + " or 503",
                        answer.status() + " " + answer.text());
            } else if (!answer.hasRetryAfter()) {
                violations.add("A 503 says when to come again", "Retry-After", "none");
            }
        } catch (IOException e) {
            // Killed, cut off or too slow: the client cannot know whether its events are in.
            history.failed();
        }
    }

    private void checkAnswer(Batch batch, Answer answer) {
        String expected = Acknowledgement.expected(batch);
        String found = Acknowledgement.found(batch, answer.body());
        if (!found.equals(expected)) {
            violations.add("An acknowledgement names what was accepted and what was not", expected, found);
        }
    }

    private void finish(Send send) {
        CohortRun run = send.run();
        if (run.followUpsAreDue()) {
            enqueue(run, run.cohort().followUps());
        }
        if (run.done(send.batch())) {
            run.queued(send.batch());
            long pause = RETRY_MS + ThreadLocalRandom.current().nextLong(RETRY_MS);
            queue.add(new Send(run, send.batch(), null, System.nanoTime() + pause * 1_000_000));
        }
        if (run.isOver() && running.remove(run)) {
            eventsUnderWay.addAndGet(-run.cohort().events());
            finished.add(run.cohort().number());
        }
    }

    /** The numbers of completely acknowledged cohorts, each returned once. */
    public List<Long> takeFinished() {
        List<Long> taken = new ArrayList<>();
        for (Long number = finished.poll(); number != null; number = finished.poll()) {
            taken.add(number);
        }
        return taken;
    }
}
