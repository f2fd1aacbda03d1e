/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import tools.jackson.databind.JsonNode;

/** The field of events, and of rejected spans, with the reference of what was sent. */
public final class ClientRefs {

    private static final String NAME = "client_ref";

    private ClientRefs() {}

    /** The {@link SentEvent#ref} of an event that came back; empty where it has none. */
    public static String of(JsonNode event) {
        JsonNode attributes = event.path("attributes");
        for (JsonNode attribute : attributes) {
            if (attribute.path("key").stringValue("").equals(NAME)) {
                return attribute.path("value").path("stringValue").stringValue("");
            }
        }
        return event.path(NAME).stringValue(attributes.path(NAME).stringValue(""));
    }
}
