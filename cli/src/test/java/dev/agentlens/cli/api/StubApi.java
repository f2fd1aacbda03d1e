/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.agentlens.cli.AgentLensCli;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import picocli.CommandLine;

/**
 * Responses that are laid down before: of a method, path and query, or these and the body, in turn, the last one for ever. And
 * the command on them.
 */
public final class StubApi implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Queue<Response>> responses = new ConcurrentHashMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private final List<String> keys = Collections.synchronizedList(new ArrayList<>());

    /** @param cut whether the connection ends within the body */
    private record Response(int status, String body, boolean cut) {}

    /** What a command printed. */
    public record Said(int exitCode, String out, String err) {}

    public StubApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.createContext("/", this::respond);
        server.start();
    }

    public StubApi on(String request, int status, String body) {
        return add(request, new Response(status, body, false));
    }

    public StubApi on(String request, String body) {
        return on(request, 200, body);
    }

    /** The response ends after this, though its length says otherwise. */
    public StubApi onCutOff(String request, String body) {
        return add(request, new Response(200, body, true));
    }

    private StubApi add(String request, Response response) {
        responses.computeIfAbsent(request, key -> new ConcurrentLinkedQueue<>()).add(response);
        return this;
    }

    /** Method, path and query of what came in. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public List<String> bodies() {
        return List.copyOf(bodies);
    }

    public List<String> keys() {
        return List.copyOf(keys);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The command with {@code --url} of this. */
    public Said run(String... arguments) {
        return run(Map.of(), arguments);
    }

    public Said run(Map<String, String> environment, String... arguments) {
        List<String> all = new LinkedList<>(List.of(arguments));
        all.add("--url");
        all.add(url());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Map<String, String> variables = new HashMap<>(environment);
        variables.putIfAbsent("AGENTLENS_DATA_DIR", "no-such-directory");
        CommandLine command = AgentLensCli.commandLine(variables)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int exitCode = command.execute(all.toArray(String[]::new));
        return new Said(exitCode, out.toString(), err.toString());
    }

    private void respond(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(request);
            String sent = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            bodies.add(sent);
            keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-API-Key")));
            Queue<Response> queue = responses.getOrDefault(
                    request + " " + sent, responses.getOrDefault(request, new ConcurrentLinkedQueue<>()));
            Response response = queue.size() > 1 ? queue.remove() : queue.peek();
            if (response == null) {
                response = new Response(404, "{\"error\":\"Not found: " + request + "\"}", false);
            }
            byte[] body = response.body().getBytes(UTF_8);
            exchange.getResponseHeaders().add("Retry-After", "0");
            exchange.sendResponseHeaders(response.status(), response.cut() ? body.length + 100 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
