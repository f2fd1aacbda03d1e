/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.dashboard;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** GET / and the files of the page. Open to all: no key, no budget; what the page shows comes from the API, with a key. */
@RestController
class DashboardController {

    /** Nothing but what is served here, no script or style within the page, and no text as HTML but what DOMPurify has cleaned. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types dompurify";

    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    /** Read and compressed once, at the first request: few processes serve the page at their start. */
    private final Mono<DashboardFiles> files;

    DashboardController(ClassLoader loader) {
        files = Mono.fromCallable(() -> new DashboardFiles(loader))
                .subscribeOn(Schedulers.boundedElastic())
                .cache();
    }

    @GetMapping("/")
    Mono<ResponseEntity<byte[]>> page(
            @RequestHeader(name = "Accept-Encoding", required = false) @Nullable String encodings) {
        return files.map(all -> answer(all.page(), CacheControl.noCache(), encodings));
    }

    /**
     * A page of another version, such as one of another instance during an upgrade, gets the files that are here, which its browser may not
     * keep.
     */
    @GetMapping("/assets/{version}/{*path}")
    Mono<ResponseEntity<byte[]>> asset(
            @PathVariable String version,
            @PathVariable String path,
            @RequestHeader(name = "Accept-Encoding", required = false) @Nullable String encodings) {
        return files.map(all -> {
            Asset asset = all.assets().get(path.substring(1));
            if (asset == null) {
                throw new ResponseStatusException(HttpStatus.NOT_FOUND);
            }
            return answer(asset, version.equals(all.version()) ? FOR_EVER : CacheControl.noStore(), encodings);
        });
    }

    private static ResponseEntity<byte[]> answer(Asset asset, CacheControl cache, @Nullable String encodings) {
        boolean compressed =
                encodings != null && encodings.toLowerCase(Locale.ROOT).contains("gzip");
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(asset.contentType()))
                .cacheControl(cache)
                .varyBy("Accept-Encoding")
                .header("Content-Security-Policy", POLICY);
        if (compressed) {
            answer.header("Content-Encoding", "gzip");
        }
        return answer.body(compressed ? asset.gzipped() : asset.plain());
    }
}
