/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.common.v1.AnyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablesTest {

    @Test
    void aMistakeNamesItsTableAndLine() {
        assertThatThrownBy(() -> Tables.read("broken", 0, new ArrayList<>()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("broken.table, line 3: There is no conversion 'guess': ");
    }

    @Test
    void everyTableIsInAListAndHasRows() {
        assertThat(Tables.load("spans").stream().map(Rule::table).distinct()).hasSizeGreaterThan(10);
        assertThat(Tables.load("logs").stream().map(Rule::table).distinct()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "chat, chat, true",
        "chat, chats, false",
        "chat*, chats, true",
        "*.doStream, ai.streamText.doStream, true",
        "gen_ai.*.message, gen_ai.user.message, true",
        "gen_ai.*.message, gen_ai.message, false",
        "*a*b*, xaxbx, true",
        "*a*b*, xbxax, false",
        "*, '', true",
    })
    void aStarMatchesAnyText(String pattern, String text, boolean matches) {
        assertThat(Condition.matches(pattern, text)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "a, true",
        "!a, false",
        "b, false",
        "!b, true",
        "a=x*, true",
        "a!=x*, false",
        "b!=x, true",
        "blank=, true",
        "a=, false",
        "b=, false",
    })
    void conditionsLookAtPresenceAndText(String term, boolean holds) {
        Item item = new Item(List.of(), Map.of(), List.of());
        item.attributes().put("a", AnyValue.newBuilder().setStringValue("xyz").build());
        item.attributes().put("blank", AnyValue.newBuilder().setStringValue(" ").build());

        assertThat(Condition.parse(term).holds(item)).isEqualTo(holds);
    }
}
