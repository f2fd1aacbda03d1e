/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages;

import dev.agentlens.messages.message.Attachment;
import java.util.List;

/**
 * What was sent to a model, or what it returned, as one text.
 *
 * @param text the words; if there are none, compact JSON, or calls as {@code name(arguments)}
 * @param words whether {@code text} is words
 * @param attachments beside the text
 */
public record MessageText(String text, boolean words, List<Attachment> attachments) {}
