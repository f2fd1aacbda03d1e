/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Objects one a line, either alone (NDJSON) or as the elements of one list (JSON). */
final class JsonRows implements Rows {

    private static final Frame LINES = new Frame("", "\n", "\n", "");
    private static final Frame LIST = new Frame("[\n", ",\n", "\n]\n", "[]\n");

    private final OutputStream out;
    private final Frame frame;
    private boolean empty = true;

    /** What is around the objects; {@code nothing} where there are none. */
    private record Frame(String start, String between, String end, String nothing) {}

    private JsonRows(OutputStream out, Frame frame) {
        this.out = out;
        this.frame = frame;
    }

    static JsonRows lines(OutputStream out) {
        return new JsonRows(out, LINES);
    }

    static JsonRows list(OutputStream out) {
        return new JsonRows(out, LIST);
    }

    @Override
    public void add(Map<String, RawJson> object) throws IOException {
        write(empty ? frame.start() : frame.between());
        out.write(new JsonObjectWriter(1024).raw(object).bytes());
        empty = false;
    }

    @Override
    public void close() throws IOException {
        try (out) {
            write(empty ? frame.nothing() : frame.end());
        }
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(US_ASCII));
    }
}
