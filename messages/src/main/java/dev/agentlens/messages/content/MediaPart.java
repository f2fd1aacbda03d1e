/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.content;

import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.message.Attachment;
import dev.agentlens.messages.message.Draft;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Images, audio, video and files: OpenAI ({@code image_url}, {@code input_image}, {@code input_audio}, {@code file}),
 * Anthropic and LangChain ({@code source}, {@code base64}), Gemini ({@code inlineData}, {@code fileData}), Bedrock
 * ({@code {"image":{"format","source"}}}), Vercel ({@code image}, {@code mediaType}), OpenTelemetry ({@code blob},
 * {@code uri}), LlamaIndex ({@code block_type}).
 */
final class MediaPart implements PartShape {

    /** By {@code type} or {@code block_type}, what a part without a media type is. */
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("image", "image"),
            Map.entry("image_url", "image"),
            Map.entry("input_image", "image"),
            Map.entry("image_file", "image"),
            Map.entry("audio", "audio"),
            Map.entry("audio_url", "audio"),
            Map.entry("input_audio", "audio"),
            Map.entry("output_audio", "audio"),
            Map.entry("video", "video"),
            Map.entry("video_url", "video"),
            Map.entry("document", "file"),
            Map.entry("document_url", "file"),
            Map.entry("file", "file"),
            Map.entry("input_file", "file"),
            Map.entry("container_upload", "file"),
            Map.entry("media", "file"),
            Map.entry("blob", "file"),
            Map.entry("uri", "file"));

    private static final String[] WRAPPERS = {
        "inlineData",
        "inline_data",
        "fileData",
        "file_data",
        "image_url",
        "source",
        "input_audio",
        "file",
        "image",
        "audio",
        "document",
        "video",
        "video_url",
        "audio_url",
        "s3Location",
        "image_file"
    };
    private static final String[] BARE_WRAPPERS = {
        "inlineData", "inline_data", "fileData", "file_data", "image", "document", "video", "audio"
    };
    private static final List<String> BARE_SIGNS =
            List.of("source", "data", "fileUri", "file_uri", "mimeType", "mime_type");
    private static final String[] MEDIA_TYPES = {
        "media_type",
        "mediaType",
        "mimeType",
        "mime_type",
        "contentType",
        "image_mimetype",
        "document_mimetype",
        "format"
    };
    private static final String[] DATA = {
        "data",
        "bytes",
        "base64",
        "image",
        "audio",
        "document",
        "file_data",
        "image_url",
        "file",
        "content",
        "image_data"
    };
    private static final String[] NAMES = {
        "url",
        "uri",
        "fileUri",
        "file_uri",
        "image_url",
        "file_url",
        "document_url",
        "filename",
        "file_name",
        "name",
        "title",
        "file_id",
        "fileId",
        "path",
        "id"
    };
    private static final Pattern DATA_URL = Pattern.compile("(?s)data:([^;,]*)(?:;[^,]*)?;base64,(.*)");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{4,}={0,2}");

    @Override
    public boolean read(Fields part, Draft message, int depth) {
        String type = part.peekText("type").isEmpty() ? part.peekText("block_type") : part.peekText("type");
        String kind = KINDS.get(type);
        if (kind == null && !(type.isEmpty() && isWrapped(part))) {
            return false;
        }
        part.takeType(KINDS::containsKey);
        String modality = part.peekText("modality");
        if (KINDS.containsKey(modality)) {
            part.take("modality");
            kind = modality;
        }
        read(new Media(kind == null ? "file" : kind), part, message, 0);
        return true;
    }

    /** The audio of an OpenAI message, with what it says. */
    static void audio(Fields body, Draft message) {
        if (body.peek("audio") instanceof ObjectNode audio && audio.has("transcript")) {
            body.take("audio");
            Fields fields = new Fields(audio);
            String transcript = fields.takeText("transcript");
            if (transcript != null) {
                message.text(transcript);
            }
            read(new Media("audio"), fields, message, 0);
            message.other(fields.rest());
        }
    }

    /** Attachments beside the content: base64 strings or URLs (Ollama), or objects. */
    static void list(Fields body, String name, Draft message, int depth) {
        if (!(body.peek(name) instanceof ArrayNode list) || list.isEmpty()) {
            return;
        }
        body.take(name);
        for (JsonNode each : list) {
            if (each.isString()) {
                boolean isImage = name.equals("images");
                Media media = new Media(isImage ? "image" : "file");
                if (!isImage || !media.data(each.stringValue())) {
                    media.name(each.stringValue());
                }
                message.attachment(media.attachment());
            } else if (each instanceof ObjectNode object && !Content.part(object, message, depth)) {
                Fields fields = new Fields(object);
                read(new Media("file"), fields, message, 0);
                message.other(fields.rest());
            } else if (!each.isObject()) {
                message.unknown(each);
            }
        }
    }

    private static boolean isWrapped(Fields part) {
        for (String name : BARE_WRAPPERS) {
            if (part.peek(name) instanceof ObjectNode object
                    && BARE_SIGNS.stream().anyMatch(object::has)) {
                return true;
            }
        }
        return part.object().size() == 1
                && part.peekText("data").length() > 64
                && Media.isBase64(part.peekText("data"));
    }

    private static void read(Media media, Fields part, Draft message, int depth) {
        for (String wrapper : WRAPPERS) {
            if (depth < 4 && part.peek(wrapper) instanceof ObjectNode inner) {
                if (List.of("image", "audio", "video").contains(wrapper)) {
                    media.kind(wrapper);
                }
                part.take(wrapper);
                read(media, new Fields(inner), message, depth + 1);
            }
        }
        String type = part.takeText(MEDIA_TYPES);
        if (type != null) {
            media.type(type);
        }
        boolean isText = part.peekText("type").equals("text");
        for (String name : DATA) {
            JsonNode data = part.peek(name);
            if (data != null && isText && data.isString()) {
                part.take(name);
                message.text(data.stringValue());
            } else if (data != null && (data.isString() || data.isArray()) && media.data(data)) {
                part.take(name);
            } else if (data != null && name.equals("content") && !media.hasData()) {
                part.take(name);
                message.text(Content.textOf(data, message, depth));
            }
        }
        String name = part.takeText(NAMES);
        if (name != null) {
            media.name(name);
        }
        if (depth == 0) {
            message.attachment(media.attachment());
        } else {
            part.take(
                    List.of("base64", "url", "text", "file", "content").contains(part.peekText("type")) ? "type" : "");
            message.other(part.rest());
        }
    }

    /** An attachment while it is read. */
    private static final class Media {

        /** No file or URL without a scheme has such a name. */
        private static final int LONGEST_NAME = 256;

        private String type;
        private @Nullable String name;
        private long bytes = -1;

        Media(String kind) {
            type = kind;
        }

        static boolean isBase64(String text) {
            return text.length() % 4 != 1 && BASE64.matcher(text).matches();
        }

        void kind(String kind) {
            type = type.equals("file") ? kind : type;
        }

        /** @param said a media type, or the end of one */
        void type(String said) {
            type = said.indexOf('/') >= 0 || type.indexOf('/') >= 0 || type.equals("file") ? said : type + '/' + said;
            type = type.equals("pdf") ? "application/pdf" : type;
        }

        /** @param said a file name, an id, a URL, or bytes as base64 */
        void name(String said) {
            boolean bytesOnly = (said.startsWith("data:") || said.length() > LONGEST_NAME) && data(said);
            if (!bytesOnly) {
                name = name == null ? said : name + ' ' + said;
            }
        }

        boolean hasData() {
            return bytes >= 0;
        }

        boolean data(JsonNode data) {
            if (data.isString()) {
                return data(data.stringValue());
            }
            boolean numbers = !data.isEmpty() && data.valueStream().allMatch(JsonNode::isNumber);
            bytes = numbers ? data.size() : bytes;
            return numbers;
        }

        /** Whether {@code data} is bytes, or refers to them; other text is not taken. */
        boolean data(String data) {
            Matcher url = data.startsWith("data:") ? DATA_URL.matcher(data) : null;
            if (url != null && url.matches()) {
                type = url.group(1).isEmpty() ? type : url.group(1);
                bytes = decodedLength(url.group(2));
                return true;
            }
            if (data.contains("://") && name == null) {
                name = data;
                return true;
            }
            if (hasData() || !isBase64(data)) {
                return false;
            }
            bytes = decodedLength(data);
            return true;
        }

        private static long decodedLength(String base64) {
            int end = base64.length();
            while (end > 0 && base64.charAt(end - 1) == '=') {
                end--;
            }
            return end * 3L / 4;
        }

        Attachment attachment() {
            return new Attachment(type, name, bytes);
        }
    }
}
