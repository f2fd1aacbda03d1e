/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.envelope;

import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.message.Message;
import dev.agentlens.messages.reading.MessageShape;
import dev.agentlens.messages.reading.Reading;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * What a model responded, in a field of its own: {@code response}, {@code completion}, OpenAI's {@code output} and
 * {@code output_text}, Bedrock's {@code generation} and {@code results[].outputText}, CrewAI's {@code raw}, Ollama's and Cohere's
 * {@code message}.
 */
final class ResponseFields implements MessageShape {

    private static final String[] NAMES = {
        "message",
        "output",
        "response",
        "completion",
        "completions",
        "output_text",
        "generated_text",
        "generation",
        "outputText",
        "final_output",
        "raw"
    };

    @Override
    public boolean read(Fields object, Reading reading, String role, int depth) {
        boolean any = false;
        for (String name : NAMES) {
            JsonNode value = object.peek(name);
            // The SDKs of OpenAI repeat the text of "output" in "output_text".
            boolean again = any && (name.equals("output_text") || name.equals("raw"));
            if (value != null && !again && !(name.equals("raw") && !value.isString())) {
                object.take(name);
                any = true;
                reading.value(value, Message.ASSISTANT, depth);
            }
        }
        if (object.peek("results") instanceof ArrayNode results
                && results.path(0).has("outputText")) {
            object.take("results");
            any = true;
            reading.value(results, Message.ASSISTANT, depth);
        }
        return any;
    }
}
