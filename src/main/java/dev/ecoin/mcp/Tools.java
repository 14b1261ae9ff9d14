package dev.ecoin.mcp;

import dev.ecoin.http.Failures;
import dev.ecoin.http.RequestTimeout;
import dev.ecoin.http.security.ExpensiveRequests;
import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkiverse.mcp.server.ToolManager.ToolAnnotations;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;

/** Offers the questions as tools, with the limits of the endpoints: on time and on expensive requests. */
@Singleton
final class Tools {

    private final ToolManager manager;
    private final List<Question> questions;
    private final Answers answers;
    private final RequestTimeout timeout;
    private final ExpensiveRequests expensive;
    private final CurrentVertxRequest request;

    Tools(
            ToolManager manager,
            @All List<Question> questions,
            Answers answers,
            RequestTimeout timeout,
            ExpensiveRequests expensive,
            CurrentVertxRequest request) {
        this.manager = manager;
        this.questions = questions.stream()
                .sorted(Comparator.comparing(question -> question.description().name()))
                .toList();
        this.answers = answers;
        this.timeout = timeout;
        this.expensive = expensive;
        this.request = request;
    }

    List<String> names() {
        return questions.stream().map(question -> question.description().name()).toList();
    }

    void offer(@Observes StartupEvent start) {
        for (var question : questions) {
            var description = question.description();
            manager.newTool(description.name())
                    .setTitle(description.title())
                    .setDescription(description.text())
                    .setInputSchema(description.inputSchema())
                    .setOutputSchema(description.outputSchema())
                    .setAnnotations(new ToolAnnotations(description.title(), true, false, true, false))
                    .setAsyncHandler(arguments -> answer(question, arguments))
                    .register();
        }
    }

    private Uni<ToolResponse> answer(Question question, ToolArguments given) {
        var description = question.description();
        return Uni.createFrom()
                .deferred(() -> {
                    if (description.isExpensive()) {
                        expensive.limit(request.getCurrent().request());
                    }
                    var answer = question.answer(Arguments.of(given.args(), description));
                    return question.isBoundByItself() ? answer : timeout.bound(answer);
                })
                .map(answer -> new ToolResponse(false, List.of(new TextContent(answers.text(answer))), answer, null))
                .onFailure()
                .recoverWithItem(
                        failure -> ToolResponse.error(Failures.problem(failure, "The tool " + description.name())
                                .getMessage()));
    }
}
