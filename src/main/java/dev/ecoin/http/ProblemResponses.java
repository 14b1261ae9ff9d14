package dev.ecoin.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Adds the common parts of all endpoints to the OpenAPI document: every error is a {@link Problem}, some errors can
 * occur anywhere, and changes require the operator.
 */
@OpenAPIDefinition(
        info = @Info(title = "ecoin-forecaster", version = "0"),
        components = @Components(schemas = @Schema(name = ProblemResponses.SCHEMA, implementation = Problem.class)))
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ProblemResponses implements OASFilter {

    static final String SCHEMA = "Problem";
    static final String OPERATOR = "operator";

    /** Descriptions by status. */
    private static final Map<String, String> ANYWHERE = Map.of(
            "400", "A parameter is unknown, malformed or given twice",
            "406", "The requested media type is not available",
            "414", "The address is too long",
            "503", "The database is not available; Retry-After says when to try again");

    private static final Map<String, String> OF_CHANGES = Map.of(
            "401", "The operator's credentials are missing or wrong",
            "403",
                    "Changes are not enabled, the account is not the operator's, or the request comes from a page of another site",
            "411", "The body's length is missing",
            "413", "The body is too long",
            "415", "The body is not JSON",
            "429", "Too many attempts with wrong credentials; Retry-After says when to try again");

    @Override
    public PathItem filterPathItem(PathItem path) {
        path.getOperations().forEach((method, operation) -> {
            describe(operation, ANYWHERE);
            if (method != PathItem.HttpMethod.GET) {
                describe(operation, OF_CHANGES);
                operation.addSecurityRequirement(
                        OASFactory.createSecurityRequirement().addScheme(OPERATOR));
            }
            operation.getResponses().getAPIResponses().forEach(ProblemResponses::describeAsProblem);
        });
        return path;
    }

    /** An endpoint's own description takes precedence. */
    private static void describe(Operation operation, Map<String, String> errors) {
        new TreeMap<>(errors).forEach((status, description) -> {
            if (!operation.getResponses().hasAPIResponse(status)) {
                operation
                        .getResponses()
                        .addAPIResponse(status, OASFactory.createAPIResponse().description(description));
            }
        });
    }

    private static void describeAsProblem(String status, APIResponse response) {
        if (status.compareTo("400") >= 0 && response.getContent() == null) {
            response.setContent(OASFactory.createContent()
                    .addMediaType(
                            Problem.MEDIA_TYPE,
                            OASFactory.createMediaType()
                                    .schema(OASFactory.createSchema().ref(SCHEMA))));
        }
    }
}
