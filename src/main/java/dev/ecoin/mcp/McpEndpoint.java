package dev.ecoin.mcp;

import dev.ecoin.http.ProblemException;
import dev.ecoin.http.security.PostEndpoint;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Decides what of {@code /mcp} reaches the extension: single messages by POST that are well-formed and that it answers
 * at once. It would also open streams of events that have no end, accept batches of any length, and fail on fields of
 * another type.
 */
@Singleton
final class McpEndpoint implements PostEndpoint {

    private static final String PATH = "/mcp";

    /** After authorization, and before the extension. */
    private static final int ORDER = -10;

    /** As of all bodies; {@code RequestChecks} refuses longer ones by their length. */
    private static final long LONGEST_BODY = 256 * 1024;

    private static final String BOTH_TYPES = "application/json, text/event-stream";
    private static final CharSequence SESSION = HttpHeaders.createOptimized("Mcp-Session-Id");
    private static final CharSequence PROTOCOL = HttpHeaders.createOptimized("Mcp-Protocol-Version");

    /** The address in metrics and traces. */
    private static final String TEMPLATE = "UrlPathTemplate";

    private final Tools tools;

    McpEndpoint(Tools tools) {
        this.tools = tools;
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public boolean isOpenToReaders() {
        return true;
    }

    void install(@Observes Router router) {
        // The extension's addresses for a transport that the protocol has deprecated.
        router.route(PATH + "/*").order(ORDER - 1).handler(McpEndpoint::requireEndpoint);
        router.post(PATH)
                .order(ORDER)
                .handler(BodyHandler.create(false).setBodyLimit(LONGEST_BODY))
                .handler(this::check);
    }

    private static void requireEndpoint(RoutingContext context) {
        var request = context.request();
        if (!PATH.equals(request.path())) {
            throw ProblemException.notFound(
                    "path", request.path(), "There is nothing at " + request.path(), "POST " + PATH);
        }
        if (request.method() == HttpMethod.GET && opensStream(request)) {
            // Clients ask for a stream after they have begun, and expect no body where there is none.
            context.response()
                    .setStatusCode(405)
                    .putHeader(HttpHeaders.ALLOW, HttpMethod.POST.name())
                    .end();
            return;
        }
        if (request.method() != HttpMethod.POST) {
            throw ProblemException.methodNotAllowed(request.method().name(), HttpMethod.POST.name());
        }
        ((HttpServerRequestInternal) request).context().putLocal(TEMPLATE, PATH);
        context.next();
    }

    private static boolean opensStream(HttpServerRequest request) {
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("text/event-stream");
    }

    private void check(RoutingContext context) {
        var message = ClientMessage.read(context.body().buffer(), tools.names());
        if (message instanceof ClientMessage.Refused refused) {
            context.response()
                    .setStatusCode(refused.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(refused.answer().toBuffer());
        } else if (message instanceof ClientMessage.Notification) {
            // No request waits for a notification, and there are no sessions.
            context.response().setStatusCode(202).end();
        } else if (message instanceof ClientMessage.Request asked) {
            forward(context, asked.message().toBuffer());
        }
    }

    private static void forward(RoutingContext context, Buffer message) {
        var headers = context.request().headers();
        headers.remove(SESSION);
        headers.remove(PROTOCOL);
        headers.set(HttpHeaders.ACCEPT, BOTH_TYPES);
        ((RoutingContextInternal) context).setBody(message);
        context.addHeadersEndHandler(begun -> context.response().headers().remove(SESSION));
        context.next();
    }
}
