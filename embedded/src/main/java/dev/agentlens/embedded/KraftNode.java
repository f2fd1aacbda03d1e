/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.embedded;

import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Broker and controller in one. Put together as {@link KafkaRaftServer} does it, which keeps its broker to itself:
 * {@link LocalLog} needs it.
 */
final class KraftNode implements AutoCloseable {

    private final ControllerServer controller;
    private final BrokerServer broker;
    private final Optional<GroupFlush> flush;
    private volatile @Nullable LocalLog log;

    /** @param flushEachAppend whether those through {@link LocalLog} are flushed in groups */
    KraftNode(Properties properties, boolean flushEachAppend) {
        flush = flushEachAppend ? Optional.of(new GroupFlush()) : Optional.empty();
        KafkaConfig config = KafkaConfig.fromProps(properties, false);
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> directories =
                KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(KraftNode.class), "[embedded] ");
        MetaPropertiesEnsemble identity = directories._1();
        QuorumConfig quorum = config.quorumConfig();
        SharedServer shared = new SharedServer(
                config,
                identity,
                Time.SYSTEM,
                Server.initializeMetrics(
                        config, Time.SYSTEM, identity.clusterId().orElseThrow()),
                CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(quorum.voters())),
                QuorumConfig.parseBootstrapServers(quorum.bootstrapServers()),
                new StandardFaultHandlerFactory(),
                ServerSocketFactory.INSTANCE);
        broker = new BrokerServer(shared);
        controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), directories._2());
    }

    /** Returns once the broker is registered and unfenced: after a kill, once its old session has run out. */
    void start() {
        controller.startup();
        broker.startup();
        log = new LocalLog(broker.replicaManager(), broker.metadataCache(), flush);
    }

    /** Null before it has started. */
    @Nullable
    LocalLog log() {
        return log;
    }

    /** Returns when the log is closed cleanly. */
    @Override
    public void close() {
        flush.ifPresent(GroupFlush::close);
        broker.shutdown();
        controller.shutdown();
        broker.awaitShutdown();
        controller.awaitShutdown();
    }
}
