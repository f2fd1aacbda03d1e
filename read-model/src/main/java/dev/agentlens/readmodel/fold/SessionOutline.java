/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a session is about, as lists and searches need it.
 *
 * @param conversation that the earliest event with one names
 * @param title of the earliest event with one
 * @param failures the earliest, {@value #MAX_FAILURES} at most, in order
 * @param models names, sorted; the first {@value #MAX_MODELS} at most
 * @param tools names, sorted; the first {@value #MAX_TOOLS} at most
 */
public record SessionOutline(
        @Nullable Text conversation,
        @Nullable Text title,
        List<Text> failures,
        List<String> models,
        List<String> tools) {

    static final int MAX_FAILURES = 5;
    static final int MAX_MODELS = 32;
    static final int MAX_TOOLS = 64;

    public static final SessionOutline NONE = new SessionOutline(null, null, List.of(), List.of(), List.of());

    /** A text of an event. */
    public record Text(Instant at, String eventId, String text) implements Placed {}

    /** Which event, without its text. */
    private record Place(Instant at, String eventId) implements Placed {}

    /** The text of the deciding event; null where no event has one. */
    public static @Nullable String text(@Nullable Text text) {
        return text == null ? null : text.text();
    }

    SessionOutline with(AgentEvent event, EventReading reading) {
        Text conversationNow = withConversation(event);
        if (!(event instanceof StepRecorded step)) {
            return conversationNow == conversation
                    ? this
                    : new SessionOutline(conversationNow, title, failures, models, tools);
        }
        return new SessionOutline(
                conversationNow,
                withTitle(step),
                reading.failed() ? withFailure(step) : failures,
                step.model() == null ? models : union(models, List.of(step.model()), MAX_MODELS),
                union(tools, reading.tools(), MAX_TOOLS));
    }

    private @Nullable Text withConversation(AgentEvent event) {
        String named = event.conversationId();
        return named == null || named.isEmpty() ? conversation : Placed.earliest(conversation, text(event, named));
    }

    private @Nullable Text withTitle(StepRecorded step) {
        if (title != null && Placed.ORDER.compare(title, place(step)) <= 0) {
            return title;
        }
        String earlier = EventTexts.title(step);
        return earlier == null ? title : text(step, earlier);
    }

    private List<Text> withFailure(StepRecorded step) {
        boolean full = failures.size() == MAX_FAILURES;
        if (full && Placed.ORDER.compare(failures.get(MAX_FAILURES - 1), place(step)) < 0) {
            return failures;
        }
        List<Text> all = new ArrayList<>(failures);
        all.add(text(step, EventTexts.error(step)));
        all.sort(Comparator.comparing(Text::at).thenComparing(Text::eventId));
        return List.copyOf(full ? all.subList(0, MAX_FAILURES) : all);
    }

    private static List<String> union(List<String> known, List<String> more, int limit) {
        if (known.containsAll(more)) {
            return known;
        }
        SortedSet<String> all = new TreeSet<>(known);
        all.addAll(more);
        return all.stream().limit(limit).toList();
    }

    private static Place place(AgentEvent event) {
        return new Place(event.timestamp(), event.identity().eventId());
    }

    private static Text text(AgentEvent event, String text) {
        return new Text(event.timestamp(), event.identity().eventId(), text);
    }
}
