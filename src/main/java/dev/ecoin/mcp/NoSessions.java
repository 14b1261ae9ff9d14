package dev.ecoin.mcp;

import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.quarkiverse.mcp.server.runtime.McpConnectionBase;
import io.quarkiverse.mcp.server.runtime.McpMetadata;
import io.quarkiverse.mcp.server.runtime.McpMetrics;
import io.quarkiverse.mcp.server.runtime.RequestIdGenerator;
import io.quarkiverse.mcp.server.runtime.config.McpServersRuntimeConfig;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.Iterator;

/**
 * Keeps no sessions: the extension's own would stay for half an hour each, however many anonymous clients begin, and be
 * unknown to the other replicas. Every request is answered by itself ({@code streamable.auto-init}).
 */
@Alternative
@Priority(1)
@Singleton
final class NoSessions extends ConnectionManager {

    NoSessions(
            Vertx vertx,
            RequestIdGenerator ids,
            McpServersRuntimeConfig servers,
            McpMetadata metadata,
            Instance<McpMetrics> metrics) {
        super(vertx, ids, servers, metadata, metrics);
    }

    @Override
    public void add(McpConnectionBase connection) {
        // It lives as long as its request.
    }

    @Override
    public boolean has(String id) {
        return false;
    }

    @Override
    public McpConnectionBase get(String id) {
        return null;
    }

    @Override
    public boolean remove(String id) {
        return false;
    }

    @Override
    public Iterator<McpConnectionBase> iterator() {
        return Collections.emptyIterator();
    }
}
