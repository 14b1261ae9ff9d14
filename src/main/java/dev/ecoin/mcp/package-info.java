/**
 * The same answers as tools for language models, at {@code /mcp} by the Model Context Protocol. Each tool is a
 * {@link dev.ecoin.mcp.Question}; it asks the types that the endpoints ask, so its numbers are theirs. The extension
 * {@code quarkus-mcp-server-http} speaks the protocol; {@link dev.ecoin.mcp.McpEndpoint} decides what reaches it.
 */
package dev.ecoin.mcp;
