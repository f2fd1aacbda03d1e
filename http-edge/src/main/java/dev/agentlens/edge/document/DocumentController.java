/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/** The files of docs/api, which the build packs in, and a page that shows them. Open to all: no key, no budget. */
@RestController
class DocumentController {

    private static final String DOCUMENTS = "agentlens/api";
    private static final String PAGE = "agentlens/docs/";
    private static final MediaType SCHEMA = MediaType.parseMediaType("application/schema+json");

    /** No script or style but from here, none within the page; pictures of the style sheet are data. */
    private static final String PAGE_LOADS = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final CacheControl FOR_AN_HOUR = CacheControl.maxAge(Duration.ofHours(1));

    /** By name, where each is. */
    private static final Map<String, String> ASSETS = Map.of(
            "docs.css",
            PAGE + "docs.css",
            "docs.js",
            PAGE + "docs.js",
            "swagger-ui.css",
            SwaggerUi.file("swagger-ui.css"),
            "swagger-ui-bundle.js",
            SwaggerUi.file("swagger-ui-bundle.js"));

    private final OpenApiJson openApi;

    DocumentController(OpenApiJson openApi) {
        this.openApi = openApi;
    }

    @GetMapping("/openapi.json")
    ResponseEntity<byte[]> openApi() {
        return answer(MediaType.APPLICATION_JSON).body(openApi.bytes());
    }

    @GetMapping("/asyncapi.yaml")
    ResponseEntity<Resource> asyncApi() {
        return answer(MediaType.APPLICATION_YAML).body(new ClassPathResource(DOCUMENTS + "/asyncapi.yaml"));
    }

    /** Beside the document that refers to them. */
    @GetMapping({
        "/agent-event.v1.schema.json",
        "/agent-event-headers.v1.schema.json",
        "/rejected-event.v1.schema.json",
        "/dead-letter-headers.v1.schema.json",
        "/session-state.v1.schema.json"
    })
    ResponseEntity<Resource> schema(ServerWebExchange exchange) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        return answer(SCHEMA).body(new ClassPathResource(DOCUMENTS + path));
    }

    @GetMapping("/docs")
    ResponseEntity<Resource> page() {
        return answer(new MediaType(MediaType.TEXT_HTML, UTF_8))
                .header("Content-Security-Policy", PAGE_LOADS)
                .body(new ClassPathResource(PAGE + "index.html"));
    }

    @GetMapping("/docs/{name}")
    ResponseEntity<Resource> asset(@PathVariable String name) {
        String file = ASSETS.get(name);
        if (file == null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return answer(MediaType.parseMediaType(name.endsWith(".css") ? "text/css" : "text/javascript"))
                .body(new ClassPathResource(file));
    }

    private static ResponseEntity.BodyBuilder answer(MediaType type) {
        return ResponseEntity.ok().contentType(type).cacheControl(FOR_AN_HOUR);
    }
}
