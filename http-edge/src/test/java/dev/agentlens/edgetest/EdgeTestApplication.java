/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edgetest;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A role that has the edge in front of it, as the real ones: by dependency and by importing its settings. */
@SpringBootApplication
class EdgeTestApplication {}
