/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleBundleTest {

    private final Map<String, byte[]> files = new HashMap<>();

    @Test
    void modulesRunAfterThoseThatTheyImport() {
        file("app/main.js", "import { a } from './parts/a.js';\nimport { b as c } from './b.js';\na(c);\n");
        file("app/parts/a.js", "import { b } from '../b.js';\nexport function a() {\n  return b;\n}\n");
        file(
                "app/b.js",
                "import { x } from '../lib/x.mjs';\nexport { x };\nexport { y } from '../lib/y.mjs';\nexport const b = 1;\n");

        ModuleBundle bundle = ModuleBundle.of("app/main.js", files);

        assertThat(bundle.libraries()).containsExactly("lib/x.mjs", "lib/y.mjs");
        assertThat(new String(bundle.code(), UTF_8)).isEqualTo("""
                import * as $lib_x_mjs from '../lib/x.mjs';
                import * as $lib_y_mjs from '../lib/y.mjs';
                const $app_b_js = (() => {
                const { x } = $lib_x_mjs;

                const { y } = $lib_y_mjs;
                const b = 1;
                return { y, x, b };
                })();
                const $app_parts_a_js = (() => {
                const { b } = $app_b_js;
                function a() {
                  return b;
                }
                return { a };
                })();
                const $app_main_js = (() => {
                const { a } = $app_parts_a_js;
                const { b: c } = $app_b_js;
                a(c);
                return {  };
                })();
                """);
    }

    @Test
    void librariesThatAreLoadedLaterAreFoundFromTheBundle() {
        file("app/main.js", "import { a } from './parts/a.js';\n");
        file("app/parts/a.js", "export async function a() {\n  return import('../../lib/x.mjs');\n}\n");

        assertThat(new String(ModuleBundle.of("app/main.js", files).code(), UTF_8))
                .contains("async function a() {\n  return import('../lib/x.mjs');");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export default 1;",
                "export let a = 1;",
                "export const { a } = b;",
                "export * from './b.js';",
                "export { a as c };",
                "import * as b from './b.js';",
                "import './b.js';",
                "import {\n  a\n} from './b.js';",
                "import { a } from './none.js';"
            })
    void whatItDoesNotKnowIsRefused(String code) {
        file("app/main.js", code + "\n");
        file("app/b.js", "export const a = 1;\n");

        assertThatThrownBy(() -> ModuleBundle.of("app/main.js", files)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void cycleIsRefused() {
        file("app/main.js", "import { a } from './a.js';\n");
        file("app/a.js", "import { b } from './b.js';\nexport const a = 1;\n");
        file("app/b.js", "import { a } from './a.js';\nexport const b = 1;\n");

        assertThatThrownBy(() -> ModuleBundle.of("app/main.js", files))
                .hasMessage("app/a.js imports itself, by way of others");
    }

    private void file(String path, String code) {
        files.put(path, code.getBytes(UTF_8));
    }
}
