/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.running;

import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.config.FixedDelayTask;

/**
 * Runs tasks at intervals while the projector runs. A task that throws is logged and runs again. At the end it is interrupted,
 * before anything that it uses is closed.
 */
class BackgroundTasks implements SmartLifecycle {

    private final TaskScheduler scheduler;
    private final List<FixedDelayTask> tasks;
    private List<ScheduledFuture<?>> scheduled = List.of();

    BackgroundTasks(TaskScheduler scheduler, List<FixedDelayTask> tasks) {
        this.scheduler = scheduler;
        this.tasks = tasks;
    }

    @Override
    public synchronized void start() {
        scheduled = tasks.stream().<ScheduledFuture<?>>map(this::schedule).toList();
    }

    private ScheduledFuture<?> schedule(FixedDelayTask task) {
        return scheduler.scheduleWithFixedDelay(
                task.getRunnable(),
                scheduler.getClock().instant().plus(task.getInitialDelayDuration()),
                task.getIntervalDuration());
    }

    @Override
    public synchronized void stop() {
        scheduled.forEach(task -> task.cancel(true));
        scheduled = List.of();
    }

    @Override
    public synchronized boolean isRunning() {
        return !scheduled.isEmpty();
    }
}
